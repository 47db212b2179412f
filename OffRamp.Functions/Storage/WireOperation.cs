namespace OffRamp.Functions.Storage;

/// <summary>How a change is asked for, alone or in a transaction.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">Where below the service's address, escaped.</param>
/// <param name="IfMatch">The header of that name; without it, PUT and PATCH make the row where it is missing.</param>
/// <param name="Body">The row in JSON.</param>
internal sealed record WireOperation(string Method, string Address, string? IfMatch, byte[]? Body)
{
    public static WireOperation For(string table, TableOperation operation)
    {
        var row = operation.Row;
        var ifMatch = operation.IfMatch?.ToString("H");
        if (operation.IfMatch == default(Azure.ETag))
            throw new ArgumentException($"The row {row} was given no ETag; {nameof(Azure.ETag)}.{nameof(Azure.ETag.All)} stands for any.");
        var address = TableKey.Address(table, row.PartitionKey, row.RowKey);
        return operation.Kind switch
        {
            StorageOperation.Insert => new("POST", table, null, RowJson.Write(row)),
            StorageOperation.Replace => new("PUT", address, ifMatch, RowJson.Write(row)),
            StorageOperation.Merge => new("PATCH", address, ifMatch, RowJson.Write(row)),
            StorageOperation.Upsert => new("PUT", address, null, RowJson.Write(row)),
            StorageOperation.Delete => new("DELETE", address, ifMatch, null),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }
}

using Azure;
using Azure.Data.Tables;

namespace OffRamp.Functions.Storage;

/// <summary>One change of a transaction.</summary>
internal sealed class TableOperation
{
    private TableOperation(StorageOperation kind, Row row, ETag? ifMatch) => (Kind, Row, IfMatch) = (kind, row, ifMatch);

    public StorageOperation Kind { get; }

    /// <summary>The row; of a deletion only its keys.</summary>
    public Row Row { get; }

    /// <summary>The state in which the row must be; null where that does not matter.</summary>
    public ETag? IfMatch { get; }

    /// <summary>A new row; fails with 409 where it exists.</summary>
    public static TableOperation Insert(Row row) => new(StorageOperation.Insert, row, null);

    /// <summary>The whole row anew; fails with 412 where its state is another, 404 where it is gone.</summary>
    public static TableOperation Replace(Row row, ETag ifMatch) => new(StorageOperation.Replace, row, ifMatch);

    /// <summary>Sets the row's properties and leaves its others; fails as <see cref="Replace"/> does.</summary>
    public static TableOperation Merge(Row row, ETag ifMatch) => new(StorageOperation.Merge, row, ifMatch);

    /// <summary>The whole row, new or anew, whatever was there.</summary>
    public static TableOperation Upsert(Row row) => new(StorageOperation.Upsert, row, null);

    /// <summary>Sets the row's properties and leaves its others, whatever was there; makes the row where there is none.</summary>
    public static TableOperation UpsertMerge(Row row) => new(StorageOperation.UpsertMerge, row, null);

    /// <summary>Takes the row away; fails as <see cref="Replace"/> does.</summary>
    public static TableOperation Delete(string partitionKey, string rowKey, ETag ifMatch) =>
        new(StorageOperation.Delete, new Row(partitionKey, rowKey), ifMatch);

    /// <summary>Throws where the service would not take it, or the SDK would take it for another change.</summary>
    /// <exception cref="StorageLimitException">The row is more than the service takes.</exception>
    /// <exception cref="ArgumentException">There is no ETag; the SDK would write whatever was there.</exception>
    public void Check()
    {
        if (IfMatch == default(ETag))
        {
            throw new ArgumentException($"The row {Row} was given no ETag; {nameof(ETag)}.{nameof(ETag.All)} stands for any.");
        }

        StorageLimits.Check(Row);
    }

    /// <summary>The same in the SDK's words.</summary>
    public TableTransactionAction ToAction() => new(ActionType, Row.Entity, IfMatch ?? default);

    private TableTransactionActionType ActionType => Kind switch
    {
        StorageOperation.Insert => TableTransactionActionType.Add,
        StorageOperation.Replace => TableTransactionActionType.UpdateReplace,
        StorageOperation.Merge => TableTransactionActionType.UpdateMerge,
        StorageOperation.Upsert => TableTransactionActionType.UpsertReplace,
        StorageOperation.UpsertMerge => TableTransactionActionType.UpsertMerge,
        StorageOperation.Delete => TableTransactionActionType.Delete,
        _ => throw new InvalidOperationException($"{Kind} is no change of a row."),
    };
}

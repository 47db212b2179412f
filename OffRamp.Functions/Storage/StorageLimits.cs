namespace OffRamp.Functions.Storage;

/// <summary>
/// What Azure Table Storage accepts. Source: "Understanding the Table service data model" and "Performing entity
/// group transactions". Checked before sending, because emulators accept more than Azure does.
/// </summary>
internal static class StorageLimits
{
    /// <summary>Characters (UTF-16 code units) of a string property: 64 KiB.</summary>
    public const int StringCharacters = 32 * 1024;

    /// <summary>Bytes of a binary property.</summary>
    public const int BinaryBytes = 64 * 1024;

    /// <summary>Bytes of a row, counted as <see cref="Row.Size"/> does: 1 MiB.</summary>
    public const int RowBytes = 1024 * 1024;

    /// <summary>Properties of a row, its keys and timestamp apart.</summary>
    public const int Properties = 252;

    /// <summary>Characters of a partition or row key: 1 KiB.</summary>
    public const int KeyCharacters = 512;

    /// <summary>Operations of one transaction.</summary>
    public const int TransactionOperations = 100;

    /// <summary>Bytes of one transaction's request: 4 MiB. <see cref="WriteOncePolicy"/> counts them.</summary>
    public const int TransactionBytes = 4 * 1024 * 1024;

    /// <summary>Rows of one page of a query.</summary>
    public const int PageRows = 1000;

    /// <summary>Throws where a row is more than the service takes.</summary>
    /// <exception cref="StorageLimitException">It is.</exception>
    public static void Check(Row row)
    {
        var count = 0;
        foreach (var (name, value) in row.Values)
        {
            if (++count > Properties)
            {
                throw new StorageLimitException($"The row {row} has more properties than {Properties}.");
            }

            if (value is string text && text.Length > StringCharacters)
            {
                throw new StorageLimitException($"{name} of the row {row} has {text.Length} characters; the most is {StringCharacters}. Longer ones go in by {nameof(Row.SetLargeText)}.");
            }

            if (value is byte[] bytes && bytes.Length > BinaryBytes)
            {
                throw new StorageLimitException($"{name} of the row {row} has {bytes.Length} bytes; the most is {BinaryBytes}.");
            }
        }

        if (row.Size > RowBytes)
        {
            throw new StorageLimitException($"The row {row} has {row.Size} bytes; the most is {RowBytes}.");
        }
    }
}

namespace OffRamp.Functions.Storage;

/// <summary>What a query asks for.</summary>
/// <param name="Filter">Which rows; null for all of the table.</param>
internal sealed record TableQuery(TableFilter? Filter)
{
    /// <summary>The most rows a page holds, up to 1,000. A page may hold fewer and still have a next one.</summary>
    public int? PageSize { get; init; }

    /// <summary>Only these properties; the keys come always. Null for all.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    public static implicit operator TableQuery(TableFilter filter) => new(filter);
}

namespace OffRamp.Functions.Storage;

/// <summary>Sees every request that goes to the table service. Source: the pipeline of a <see cref="TableStore"/>.</summary>
internal interface IStorageObserver
{
    /// <summary>
    /// A try was answered or given up. Called on the request's own path, from several threads: quick, and never throwing.
    /// </summary>
    void Requested(StorageRequest request);
}

/// <summary>One try of one request; what is billed and counted.</summary>
/// <param name="Operation">What kind of request.</param>
/// <param name="Table">The table; empty for requests about tables.</param>
/// <param name="Target">The row, the filter, or how many operations a transaction has.</param>
internal sealed record StorageRequest(StorageOperation Operation, string Table, string Target)
{
    /// <summary>Which try, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The answer's HTTP status; 0 where none came.</summary>
    public int Status { get; init; }

    /// <summary>How long the try took, in real time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What was asked, for error messages.</summary>
    public string Asked => $"{Operation} {Table} {Target}";

    /// <summary>One line for a list.</summary>
    public override string ToString() => $"{Asked} -> {Status}{(Attempt > 1 ? $" (try {Attempt})" : "")}";
}

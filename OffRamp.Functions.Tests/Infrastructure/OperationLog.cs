using System.Collections.Concurrent;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Keeps every request of one <see cref="TableStore"/>, to count and to print.</summary>
internal sealed class OperationLog : IStorageObserver
{
    private readonly ConcurrentQueue<StorageRequest> requests = new();

    /// <summary>The requests so far, in the order in which they ended.</summary>
    public IReadOnlyList<StorageRequest> Requests => [.. requests];

    public int Count => requests.Count;

    public void Requested(StorageRequest request) => requests.Enqueue(request);

    /// <summary>Begins anew.</summary>
    public void Clear() => requests.Clear();

    /// <summary>One numbered line a request.</summary>
    public override string ToString() =>
        string.Join('\n', requests.Select((request, i) => $"{i + 1,3}  {request}"));
}

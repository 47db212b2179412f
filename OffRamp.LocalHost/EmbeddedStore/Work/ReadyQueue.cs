using System.Threading.Channels;

namespace OffRamp.LocalHost.EmbeddedStore.Work;

/// <summary>First in, first out; whoever takes waits without a thread.</summary>
internal sealed class ReadyQueue<T> where T : class
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>();

    public void Add(T item) => _items.Writer.TryWrite(item);

    /// <summary>Null when nothing came in time, or when the wait was cancelled.</summary>
    public async Task<T?> TakeAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return null;
        }
        if (_items.Reader.TryRead(out var item))
        {
            return item;
        }
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ends.CancelAfter(timeout);
        try
        {
            return await _items.Reader.ReadAsync(ends.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Clear()
    {
        while (_items.Reader.TryRead(out _))
        {
        }
    }
}

namespace OffRamp.LocalHost;

/// <summary>Something that is disposed of at once, among parts that take their time.</summary>
internal sealed class Disposing(IDisposable part) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    }
}

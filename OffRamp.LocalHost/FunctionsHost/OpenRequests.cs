using System.Collections.Concurrent;
using OffRamp.LocalHost.Clock;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// HTTP requests under way. The clock waits for them, but not for long: a request may itself wait for something that
/// only the moving clock brings (a cancel waits for its orchestration).
/// </summary>
internal sealed class OpenRequests : IDueTimers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, long> _startedAt = new();
    private long _lastId;

    public DateTimeOffset? NextDue => null;

    public bool IsQuiet => _startedAt.IsEmpty || _startedAt.Values.All(started => TimeProvider.System.GetElapsedTime(started) > Patience);

    public string Work => "HTTP requests";

    public void Poke()
    {
        // Nothing here waits for a time.
    }

    public async Task CountAsync(HttpContext context, Func<Task> next)
    {
        if (context.Request.Path.StartsWithSegments("/local"))
        {
            await next();
            return;
        }
        var id = Interlocked.Increment(ref _lastId);
        _startedAt[id] = TimeProvider.System.GetTimestamp();
        try
        {
            await next();
        }
        finally
        {
            _startedAt.TryRemove(id, out _);
        }
    }
}

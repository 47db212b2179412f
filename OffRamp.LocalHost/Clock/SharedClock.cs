using System.Globalization;

namespace OffRamp.LocalHost.Clock;

/// <summary>
/// Business time of the local world: real time plus an offset, kept as ticks in a file which host, sandbox and app
/// read. The offset only grows, and survives restarts.
/// </summary>
internal sealed class SharedClock : TimeProvider
{
    private readonly TimeProvider _real;
    private long _offset;

    public SharedClock(string path, TimeProvider? real = null)
    {
        Path = path;
        _real = real ?? System;
        if (!File.Exists(path))
        {
            return;
        }

        var text = File.ReadAllText(path);
        if (text.Length > 0 && !long.TryParse(text, CultureInfo.InvariantCulture, out _offset))
        {
            throw new HostFailure($"The clock file {path} does not hold a number of ticks.");
        }
    }

    /// <summary>For <c>OFFRAMP_CLOCK_FILE</c>.</summary>
    public string Path { get; }

    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offset));

    public override DateTimeOffset GetUtcNow() => At(Offset);

    /// <summary>What time it would be at this moment, were the offset another one.</summary>
    public DateTimeOffset At(TimeSpan offset) => _real.GetUtcNow() + offset;

    public override long GetTimestamp() => _real.GetTimestamp();

    public override long TimestampFrequency => _real.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Moves the clock so that now is <paramref name="now"/>; never backwards.</summary>
    public void MoveTo(DateTimeOffset now) => MoveOffset(now - _real.GetUtcNow());

    /// <inheritdoc cref="MoveTo"/>
    public void MoveOffset(TimeSpan offset)
    {
        if (offset <= Offset)
        {
            return;
        }
        // Readers see the old file or the new one, never half of it.
        var draft = Path + ".new";
        File.WriteAllText(draft, offset.Ticks.ToString(CultureInfo.InvariantCulture));
        File.Move(draft, Path, overwrite: true);
        Volatile.Write(ref _offset, offset.Ticks);
    }
}

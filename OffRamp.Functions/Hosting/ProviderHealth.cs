namespace OffRamp.Functions.Hosting;

/// <summary>What is wrong with a provider, by what this process heard of it.</summary>
internal enum ProviderTrouble { None, RefusesUs, IsSilent }

/// <summary>
/// Whether a provider answers, by what it said to this process: it refuses our credentials, or has said nothing that was
/// understood for 15 min after a call (one that cannot be asked: its calls over that time say so). The first understood
/// answer, a 404 too, ends that. What follows from it is decided
/// with what other instances heard, by <see cref="ProvidersHealth"/>.
/// </summary>
/// <param name="name">What alarms call it.</param>
/// <param name="clock">Business time.</param>
internal sealed class ProviderHealth(string name, TimeProvider clock)
{
    /// <summary>For how long nothing may be understood before nothing new begins that needs the provider.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How often a paused provider is asked whether it is well again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset? silentSince;
    private DateTimeOffset? refusedAt;
    private DateTimeOffset? troubledAt;
    private DateTimeOffset? understoodAt;

    public string Name => name;

    /// <summary>A sell needs it: nothing new begins while it is in trouble. Of another, operators are told, and that is all.</summary>
    public bool IsNeededBySells { get; init; } = true;

    /// <summary>Asks it for something that it does not know: a 404 is an answer. Null where there is nothing to ask for.</summary>
    public Func<CancellationToken, Task>? Ask { get; init; }

    public ProviderTrouble Trouble
    {
        get
        {
            lock (gate)
            {
                // Where there is nothing to ask it for, time alone says nothing: nobody may have called it since.
                var heardOfSilence = Ask is null ? troubledAt : clock.GetUtcNow();
                return refusedAt is not null ? ProviderTrouble.RefusesUs
                    : heardOfSilence >= silentSince + Patience ? ProviderTrouble.IsSilent
                    : ProviderTrouble.None;
            }
        }
    }

    /// <summary>When it was last understood; null where something went wrong since, or it never was.</summary>
    public DateTimeOffset? UnderstoodAt
    {
        get
        {
            lock (gate)
            {
                return understoodAt;
            }
        }
    }

    /// <summary>Takes in what it answered to anything.</summary>
    public void Hear(ProviderAnswer answer)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (IsUnderstood(answer))
            {
                (silentSince, refusedAt, troubledAt, understoodAt) = (null, null, null, now);
                return;
            }

            (troubledAt, understoodAt) = (now, null);
            silentSince ??= now;
            refusedAt = answer.RefusesUs ? now : refusedAt;
        }
    }

    /// <summary>Another instance found it well at that time: what was wrong before is over.</summary>
    public void WasWellAt(DateTimeOffset time)
    {
        lock (gate)
        {
            refusedAt = refusedAt <= time ? null : refusedAt;
            silentSince = troubledAt <= time ? null : silentSince < time ? time : silentSince;
        }
    }

    private static bool IsUnderstood(ProviderAnswer answer) =>
        !answer.IsForeign && !answer.RefusesUs && answer.Status is >= 200 and < 500;
}

namespace OffRamp.Functions.Hosting;

/// <summary>
/// Whether a provider answers, by what it said to this process: it is paused once it refuses our credentials, or has said
/// nothing that was understood for 15 min after a call. The first understood answer, a 404 too, ends that.
/// </summary>
internal sealed partial class ProviderHealth(string name, TimeProvider clock, ILogger log)
{
    /// <summary>For how long nothing may be understood before nothing new begins that needs the provider.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How often a paused provider is asked whether it is well again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset? silentSince;
    private DateTimeOffset? refusedSince;
    private DateTimeOffset? askedAt;
    private bool isAlarmed;

    public string Name => name;

    /// <summary>Nothing new is to begin that needs it.</summary>
    public bool IsPaused
    {
        get
        {
            lock (gate)
            {
                return refusedSince is not null || clock.GetUtcNow() >= silentSince + Patience;
            }
        }
    }

    /// <summary>Whether it is paused and to be asked now whether it is well again; whoever hears yes asks.</summary>
    public bool IsToBeAsked()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var isDue = now >= (askedAt ?? refusedSince) + Pause || (askedAt is null && now >= silentSince + Patience);
            if (!isDue || (refusedSince is null && now < silentSince + Patience))
            {
                return false;
            }

            askedAt = now;
            return true;
        }
    }

    /// <summary>Takes in what it answered to anything.</summary>
    public void Hear(ProviderAnswer answer)
    {
        lock (gate)
        {
            if (IsUnderstood(answer))
            {
                (silentSince, refusedSince, askedAt, isAlarmed) = (null, null, null, false);
                return;
            }

            var now = clock.GetUtcNow();
            silentSince ??= now;
            if (answer.RefusesUs)
            {
                refusedSince ??= now;
                isAlarmed = true; // that we are refused has its own alarm
            }
        }
    }

    /// <summary>Rings once while it is silent for too long.</summary>
    public void AlarmIfSilent()
    {
        lock (gate)
        {
            if (isAlarmed || !(clock.GetUtcNow() >= silentSince + Patience))
            {
                return;
            }

            isAlarmed = true;
        }

        Silent(name);
    }

    private static bool IsUnderstood(ProviderAnswer answer) =>
        !answer.IsForeign && !answer.RefusesUs && answer.Status is >= 200 and < 500;

    [LoggerMessage(EventId = 943, Level = LogLevel.Error, Message = "ALARM: a provider has been silent for 15 min; nothing new begins that needs it. Provider: {Provider}.")]
    private partial void Silent(string provider);
}

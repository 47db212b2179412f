namespace OffRamp.Functions.Hosting;

/// <summary>What all instances of the app know of one provider together.</summary>
/// <param name="Name">The provider.</param>
internal sealed record ProviderState(string Name)
{
    /// <summary>Since when nothing new begins that needs it; null while it is well.</summary>
    public DateTimeOffset? PausedSince { get; init; }

    /// <summary>When somebody last asked whether it is well again.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What is wrong is that it refuses our credentials; else that it is silent.</summary>
    public bool RefusesUs { get; init; }

    /// <summary>When the alarm was raised. Null with <see cref="PausedSince"/>: whoever paused it may have died before that.</summary>
    public DateTimeOffset? AlarmedAt { get; init; }

    /// <summary>When it was last found well again: what was wrong before is over.</summary>
    public DateTimeOffset? WellAt { get; init; }

    /// <summary>As what it was read; empty where there was nothing.</summary>
    public string Version { get; init; } = "";
}

/// <summary>Keeps what the instances know together.</summary>
internal interface IProviderStates
{
    /// <summary>What is on record, some seconds old at most; a provider that was never in trouble is not in it.</summary>
    Task<IReadOnlyDictionary<string, ProviderState>> ReadAsync(CancellationToken cancellation);

    /// <summary>Replaces what was read, by its version.</summary>
    /// <returns>False where another instance was faster: whoever hears true does what there is to do once.</returns>
    Task<bool> TryWriteAsync(ProviderState state, CancellationToken cancellation);
}

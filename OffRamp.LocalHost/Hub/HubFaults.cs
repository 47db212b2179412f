namespace OffRamp.LocalHost.Hub;

/// <summary>What the hub does wrong on purpose, as real engines do now and then. All off by default.</summary>
internal sealed record HubFaults
{
    /// <summary>Raised events are acknowledged and lost.</summary>
    public bool DropEvents { get; init; }

    /// <summary>Events raised before an instance's first turn (also after a new start under the same id) are lost.</summary>
    public bool DropEarlyEvents { get; init; }

    /// <summary>Every start is answered 500.</summary>
    public bool RefuseStarts { get; init; }

    /// <summary>Every activity runs twice at once, and both results arrive.</summary>
    public bool RunActivitiesTwice { get; init; }

    /// <summary>Behave as extension 2.x (no request properties, 500 for a duplicate start) or 3.x.</summary>
    public int ExtensionVersion { get; init; } = 3;
}

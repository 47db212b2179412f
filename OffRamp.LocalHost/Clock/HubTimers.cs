using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.LocalHost.Clock;

/// <summary>The Durable timers and scheduled starts of the embedded store, for whoever moves the clock.</summary>
internal sealed class HubTimers(EmbeddedTaskHub hub) : IDueTimers
{
    public DateTimeOffset? NextDue => hub.NextDue;

    public bool IsQuiet => hub.IsQuiet;

    public string Work => "orchestrations and activities";

    public void Poke() => hub.ClockMoved();
}

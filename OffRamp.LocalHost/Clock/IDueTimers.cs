namespace OffRamp.LocalHost.Clock;

/// <summary>
/// Something that waits on the shared clock. Moving the clock steps from due time to due time
/// over all of these, so that what would have happened on the way does happen, in order.
/// </summary>
internal interface IDueTimers
{
    /// <summary>The earliest time something waits for, which is a step of its own; null when nothing waits. May lie in the past until <see cref="Poke"/>.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>True when nothing is due now and nothing is under way.</summary>
    bool IsQuiet { get; }

    /// <summary>What is under way when it is not quiet, for a person to read.</summary>
    string Work { get; }

    /// <summary>The clock moved: starts everything that is due. Returns at once; <see cref="IsQuiet"/> says when it is done.</summary>
    void Poke();
}

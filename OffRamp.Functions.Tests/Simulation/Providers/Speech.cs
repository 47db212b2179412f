namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>What a provider's JSON looks like beside the contract's example, without saying anything else.</summary>
[Flags]
internal enum Speech
{
    Plain = 0,

    /// <summary>An optional text that says nothing is an empty one, and not an absent one.</summary>
    EmptyFields = 1,

    /// <summary>Fields that nobody asked for.</summary>
    ExtraFields = 2,

    /// <summary>More zeros and fraction digits, other cases, offsets, a hash with 0x.</summary>
    OtherSpelling = 4,
}

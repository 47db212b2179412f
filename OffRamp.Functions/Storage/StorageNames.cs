namespace OffRamp.Functions.Storage;

/// <summary>The tables there are. What their keys look like is the business of whoever writes the rows.</summary>
internal static class StorageNames
{
    /// <summary>One partition a session and its sell: heads, history, ledger, events, inbox.</summary>
    public const string Sells = "Sells";

    /// <summary>Everything that finds a sell or belongs to a partner or a user.</summary>
    public const string Index = "Index";

    public static IReadOnlyList<string> All { get; } = [Sells, Index];
}

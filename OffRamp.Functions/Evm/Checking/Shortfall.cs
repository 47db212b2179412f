namespace OffRamp.Functions.Evm.Checking;

/// <summary>The chain has less of a token for users than the ledgers hold: a case of a network, which is no sell's.</summary>
internal sealed record Shortfall
{
    public required Network Network { get; init; }

    /// <summary>What the ledgers hold for users.</summary>
    public required Money Held { get; init; }

    /// <summary>What the treasury and all deposit addresses have together.</summary>
    public required Money There { get; init; }

    /// <summary>When it was found first.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was looked at last, and as of which final block.</summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <inheritdoc cref="LookedAt"/>
    public required long Block { get; init; }

    /// <summary>What left the treasury since it was all there: the largest first.</summary>
    public IReadOnlyList<Outflow> Transactions { get; init; } = [];

    /// <summary>The nodes have shown all that left; false where there may be more than <see cref="Transactions"/> say.</summary>
    public bool IsWhole { get; init; }

    public Money Missing => Held - There;
}

/// <summary>A transfer of ours to somebody else. Addresses and hash in lower case with <c>0x</c>.</summary>
internal sealed record Outflow(string TxHash, long Block, string From, string To, Money Amount);

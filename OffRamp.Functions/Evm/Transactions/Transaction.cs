using System.Globalization;
using System.Numerics;
using Azure;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>How far a transaction of ours has come. <c>Sent</c> is: in a final block, and it did what it was for.</summary>
internal enum TransactionStatus { Open, Sent, Failed }

/// <summary>What a transaction pays: it has been sent only where a final block has exactly this transfer.</summary>
/// <param name="Units">As decimal digits: of the token's smallest unit.</param>
internal sealed record Payment(string Token, string Recipient, string Units)
{
    public BigInteger Amount => BigInteger.Parse(Units, CultureInfo.InvariantCulture);
}

/// <summary>One signed version: all of a transaction's have one nonce, so that at most one of them is ever in the chain.</summary>
/// <param name="MaximumFee">Wei a unit of gas, tip included.</param>
/// <param name="Tip">Wei a unit of gas.</param>
internal sealed record SignedTry(string Raw, string Hash, long MaximumFee, long Tip, DateTimeOffset At);

/// <summary>A block of the chain, or of one that it was.</summary>
internal sealed record BlockMark(long Number, string Hash);

/// <summary>A transaction of our account: wanted, then with a nonce, then signed, perhaps several times, then final.</summary>
internal sealed record Transaction
{
    /// <summary>Of what it is for: one effect an id.</summary>
    public required string Id { get; init; }

    /// <summary>The contract that is called.</summary>
    public required string To { get; init; }

    public required string Data { get; init; }

    /// <summary>Null for one that pays nobody.</summary>
    public Payment? Payment { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public TransactionStatus Status { get; init; }

    /// <summary>
    /// It shall not pay any more, for somebody has resolved it otherwise: what is signed of it now moves nothing, under the same nonce.
    /// A version of before may still be taken up instead.
    /// </summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Whose nonce it has, lower case; null before it has one. What this account has signed no other signs.</summary>
    public string? Account { get; init; }

    /// <summary>Its place among the account's transactions; it keeps it for good.</summary>
    public long? Nonce { get; init; }

    /// <summary>The most units of gas that it may take.</summary>
    public long? Gas { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SignedTry> Tries { get; init; } = [];

    /// <summary>
    /// A block by which its nonce was used while no block had any of its versions, as far as the nodes showed; null where there was none.
    /// When that block is final, another transaction has its place.
    /// </summary>
    public BlockMark? PassedBy { get; init; }

    /// <summary>The version that is in a final block.</summary>
    public string? TxHash { get; init; }

    /// <summary>The row's state when it was read.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public ETag Version { get; init; }
}

using System.Numerics;
using OffRamp.Functions.Deposits;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>A transfer to an address of ours, as the chain has it at this moment.</summary>
/// <param name="Log">The event.</param>
/// <param name="Position">Its place among the token transfers of its transaction: the same in whatever block that ends.</param>
/// <param name="At">The time of its block.</param>
/// <param name="IsWhole">The account has really become richer by it: false where a token takes a fee or changes its balances; null where no node knows any more.</param>
internal sealed record ChainTransfer(TransferLog Log, int Position, DateTimeOffset At, bool? IsWhole)
{
    /// <summary>By which it is known, whatever block it is in.</summary>
    public (string Address, string TxHash, int Position) Key => (Log.To, Log.TxHash, Position);

    /// <summary>Nothing was moved: anybody can make a token say that of any address.</summary>
    public bool IsOfNothing => Log.Units.IsZero;

    /// <summary>As a custodian would tell of it. Who sent it is not known to be anybody's risk or nobody's: screening says that.</summary>
    public DepositFact ToFact(Network network, Asset? asset, DepositStatus status, int confirmations) => new()
    {
        Network = network,
        Asset = asset?.Currency.Code,
        ContractAddress = Log.Contract,
        Address = Log.To,
        Amount = Amount(Log.Units, asset),
        TxHash = TxHash.Parse(Log.TxHash).Value,
        LogIndex = Position,
        Confirmations = confirmations,
        SeenAt = At,
        IsRiskUnknown = true,
        Status = status,
    };

    // More than any token has been issued of is somebody's joke, and stays readable.
    private static string Amount(BigInteger units, Asset? asset) =>
        asset is not null && units <= (BigInteger)1_000_000_000_000_000_000 * 1_000_000 ? new Money((Int128)units, asset.Currency).ToString() : units.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

using System.Numerics;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>What is offered for a unit of gas, by EIP-1559, and never more than the settings allow.</summary>
internal sealed partial class Fares(Chain chain, EvmSettings settings, ILogger<Fares> log)
{
    private static readonly BigInteger UsualTip = 1_000_000_000;

    /// <summary>
    /// Enough for the next blocks, and for a replacement an eighth more of both than before, as nodes want it. Null where that would be
    /// above the limit: then it waits for better times.
    /// </summary>
    public async Task<Fees?> FindAsync(Heads heads, SignedTry? before, CancellationToken cancellation)
    {
        var tip = BigInteger.Min(await chain.ReadTipAsync(cancellation) ?? UsualTip, settings.MaximumFee);
        var fees = Of(heads.Newest.BaseFee, tip, before, settings.MaximumFee);
        if (fees is null && before is null)
        {
            TooDear((long)(heads.Newest.BaseFee / UsualTip), (long)(settings.MaximumFee / UsualTip));
        }

        return fees;
    }

    /// <summary>The rule of it.</summary>
    public static Fees? Of(BigInteger baseFee, BigInteger tip, SignedTry? before, BigInteger limit)
    {
        if (before is not null)
        {
            tip = BigInteger.Max(tip, Higher(before.Tip));
        }

        var maximum = (2 * baseFee) + tip;
        var least = before is null ? baseFee + tip : BigInteger.Max(baseFee + tip, Higher(before.MaximumFee));
        return least > limit ? null : new(BigInteger.Min(BigInteger.Max(maximum, least), limit), tip);
    }

    private static BigInteger Higher(long fee) => fee + (fee / 8) + 1;

    [LoggerMessage(LogLevel.Warning, "Gas is dearer than the limit: transactions wait. Base fee: {BaseFee} gwei. Limit: {Limit} gwei.")]
    private partial void TooDear(long baseFee, long limit);
}

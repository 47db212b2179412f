using System.Globalization;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Evm.Transactions;

/// <summary>
/// What our account has of the network's own coin. Without it no refund leaves, so when it runs low operators are alarmed once an hour,
/// no address is given, and after 15 min the list of providers shows it as paused.
/// </summary>
internal sealed partial class GasTank(Chain chain, EvmSettings settings, ProviderHealth health, TimeProvider clock, ILogger<GasTank> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private DateTimeOffset alarmedAt;

    /// <summary>Null where it is not known.</summary>
    public async Task<bool?> IsLowAsync(Heads heads, CancellationToken cancellation)
    {
        if (await chain.ReadGasAsync(settings.Account, heads.Newest.Number, cancellation) is not { } wei)
        {
            return null;
        }

        var isLow = wei < settings.LowestGas;
        health.Hear(isLow ? ProviderAnswer.Silence : new ProviderAnswer(StatusCodes.Status200OK, null));
        if (isLow && clock.GetUtcNow() is var now && now >= alarmedAt + Pause)
        {
            alarmedAt = now;
            RunsLow(settings.Network, settings.Account, ((decimal)(wei / 1_000_000_000_000) / 1_000_000).ToString(CultureInfo.InvariantCulture));
        }

        return isLow;
    }

    [LoggerMessage(EventId = 955, Level = LogLevel.Error, Message = "ALARM: the account that pays refunds runs out of gas; no address is given. Network: {Network}. Account: {Account}. It has: {Coins}.")]
    private partial void RunsLow(Network network, string account, string coins);
}

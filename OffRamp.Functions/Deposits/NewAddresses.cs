using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Deposits;

/// <summary>Deposit addresses for sells to be. The custodian gives one a sell, however often it is asked.</summary>
internal sealed class NewAddresses(ICustodian custodian, Assets assets)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">503: the custodian is silent. 422: the asset is not taken any more.</exception>
    public async Task<CustodianAddress> CreateAsync(SellId sell, Currency currency, Network network, CancellationToken cancellation)
    {
        if (!assets.TryFind(currency, network, out var asset))
            throw Problems.Because("asset_paused", $"{currency} on {network} is not taken any more.");
        return await custodian.CreateAddressAsync(sell, asset, cancellation) ?? throw new ProblemException(
            Problems.Describe("provider_unavailable", "The custodian does not answer. Try again.") with { RetryAfter = Pause });
    }
}

using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Deposits;

/// <summary>Deposit addresses for sells to be. The custodian gives one a sell, however often it is asked.</summary>
internal sealed partial class NewAddresses(ICustodian custodian, Assets assets, DepositAddresses given, ILogger<NewAddresses> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">503: the custodian is silent, or gives an address that was another sell's. 422: the asset is not taken any more.</exception>
    public async Task<CustodianAddress> CreateAsync(SellId sell, Currency currency, Network network, CancellationToken cancellation)
    {
        if (!assets.TryFind(currency, network, out var asset))
        {
            throw Problems.Because("asset_paused", $"{currency} on {network} is not taken any more.");
        }

        var address = await custodian.CreateAddressAsync(sell, asset, cancellation) ?? throw Unavailable("The custodian does not answer. Try again.");

        // What comes to an address that was given before would be one user's for another.
        var other = await given.PointAsync(ChainAddress.Parse(network, address.Address), sell, cancellation);
        if (other != sell)
        {
            GivenTwice(sell.ToString(), other.ToString());
            throw Unavailable("The custodian gives no new address at the moment. Try again later.");
        }

        return address;
    }

    private static ProblemException Unavailable(string why) => new(Problems.Describe("provider_unavailable", why) with { RetryAfter = Pause });

    [LoggerMessage(EventId = 942, Level = LogLevel.Error, Message = "ALARM: the custodian gave an address twice. Sell: {SellId}. Before: {Other}.")]
    private partial void GivenTwice(string sellId, string other);
}

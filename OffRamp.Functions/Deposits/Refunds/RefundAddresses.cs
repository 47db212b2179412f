using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>Where crypto may be sent back to.</summary>
internal sealed class RefundAddresses(Assets assets, DepositAddresses addresses, IScreening screening)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">422: not an address of the network, a token's contract, one of our own deposit addresses, or one that the screening provider warns of. 503: that is silent.</exception>
    public async Task<ChainAddress> CheckAsync(Network network, string text, CancellationToken cancellation)
    {
        if (!ChainAddress.TryParse(network, text, out var address))
        {
            throw Refuse(FieldReasons.NotAnAddress, $"This is not an address on {network}, or its checksum is wrong.");
        }

        if (assets.IsContract(address))
        {
            throw Refuse(FieldReasons.TokenContract, "This is a token's contract: what is sent there is lost.");
        }

        if (await addresses.FindAsync(address, cancellation) is not null)
        {
            throw Refuse(FieldReasons.DepositAddress, "This is a deposit address of ours. Give an address of your own wallet.");
        }

        if (screening.IsOn)
        {
            await ScreenAsync(address, cancellation);
        }

        return address;
    }

    private async Task ScreenAsync(ChainAddress address, CancellationToken cancellation)
    {
        var risk = await screening.AskRecipientAsync(address.Network, address.Text, cancellation)
            ?? throw new ProblemException(Problems.Describe("provider_unavailable", "The address cannot be looked at now. Try again.") with { RetryAfter = Pause });
        if (risk == ScreenedRisk.High)
        {
            throw Refuse(FieldReasons.AddressNotAllowed, "Nothing can be sent to this address. Give another one of your own.");
        }
    }

    private static ProblemException Refuse(string reason, string why) =>
        new(Problems.Invalid([new FieldProblem("refund_address", "invalid_refund_address", why) { Reason = reason }]));
}

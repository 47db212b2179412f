using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Deposits.Refunds;

/// <summary>Where crypto may be sent back to.</summary>
internal sealed class RefundAddresses(Assets assets, DepositAddresses addresses)
{
    /// <exception cref="ProblemException">422: not an address of the network, a token's contract, or one of our own deposit addresses.</exception>
    public async Task<ChainAddress> CheckAsync(Network network, string text, CancellationToken cancellation)
    {
        if (!ChainAddress.TryParse(network, text, out var address))
        {
            throw Refuse($"This is not an address on {network}, or its checksum is wrong.");
        }

        if (assets.IsContract(address))
        {
            throw Refuse("This is a token's contract: what is sent there is lost.");
        }

        if (await addresses.FindAsync(address, cancellation) is not null)
        {
            throw Refuse("This is a deposit address of ours. Give an address of your own wallet.");
        }

        return address;
    }

    private static ProblemException Refuse(string why) =>
        new(Problems.Invalid([new FieldProblem("refund_address", "invalid_refund_address", why)]));
}

using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Chain;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Custodian;

/// <summary><c>POST /addresses</c>: a deposit address of its own for each sell; the same one when asked again.</summary>
internal static class IssueAddress
{
    public static Outcome Decide(Ask ask)
    {
        var sellId = ask.Body.Text("sell_id");
        var asset = ask.Body.Text("asset");
        var network = ask.Body.OneOf("network", null, "TRC20", "ERC20");
        if (ask.Body.HasProblems)
            return ask.Body.Refusal();

        var address = SandboxAddress.ForSell(network, sellId);
        var body = new { address, memo = (string?)null };
        return ask.Books.Addresses.ContainsKey((sellId, network))
            ? Outcome.Ok(body)
            : Outcome.Ok(body, new AddressIssued(sellId, network, asset, address));
    }
}

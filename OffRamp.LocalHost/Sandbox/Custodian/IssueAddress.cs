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
        {
            return ask.Body.Refusal();
        }

        var known = ask.Books.Addresses.GetValueOrDefault((sellId, network));
        var address = known?.Address ?? ask.Books.NextAddress ?? SandboxAddress.ForSell(network, sellId);
        var body = new { address, memo = (string?)null };
        return known is not null ? Outcome.Ok(body) : Outcome.Ok(body, new AddressIssued(sellId, network, asset, address));
    }

    /// <summary>The control <c>POST /sandbox/addresses {next}</c>: that address is handed out next, whoever had it before.</summary>
    public static Outcome SetNext(Ask ask)
    {
        var next = ask.Body.Text("next");
        return ask.Body.HasProblems ? ask.Body.Refusal() : Outcome.Ok(new { next }, new NextAddressSet(next));
    }
}

using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Chain;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Screening;

/// <summary><c>POST /screenings</c>: an address is of low risk unless <c>POST /sandbox/screening</c> has said otherwise.</summary>
internal static class ScreenAddress
{
    public static Outcome Decide(Ask ask)
    {
        var address = ask.Body.Text("address");
        _ = ask.Body.Text("network"); // Any: the app may serve networks that the sandbox's custodian does not know.
        ask.Body.OneOf("direction", null, "in", "out");
        if (ask.Body.HasProblems)
        {
            return ask.Body.Refusal();
        }

        var risk = ask.Books.RiskyAddresses.Contains(SandboxAddress.Comparable(address)) ? "high" : "low";
        return Outcome.Ok(new { risk, reference = $"scr_{Guid.CreateVersion7():n}" });
    }

    /// <summary>The control <c>POST /sandbox/screening {address, risk}</c>.</summary>
    public static Outcome Set(Ask ask)
    {
        var address = ask.Body.Text("address");
        var risk = ask.Body.OneOf("risk", "high", "low", "high");
        return ask.Body.HasProblems ? ask.Body.Refusal() : Outcome.Ok(new { address, risk }, new RiskSet(address, risk == "high"));
    }
}

using System.Text.Json;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>The control <c>/sandbox/faults</c>: the next calls of a provider go wrong.</summary>
internal sealed class OrderFault(Faults faults)
{
    private const int Most = 1_000_000;

    public Outcome Order(Ask ask)
    {
        var provider = ask.Body.OneOf("provider", null, "custodian", "payouts", "kyc", "rates");
        string[] modes = provider == "rates" ? ["503", "timeout", "refuse", "stale"] : ["503", "timeout", "refuse"];
        var mode = ask.Body.OneOf("mode", null, modes);
        var times = ask.Body.Whole("times", 1, 1, Most);
        if (ask.Body.HasProblems)
            return ask.Body.Refusal();
        var fault = new Fault(Read<Provider>(provider), Read<FaultMode>(mode), times);
        faults.Add(fault);
        return Outcome.Ok(fault);
    }

    public Outcome List(Ask ask) => Outcome.Ok(new { data = faults.All() });

    public Outcome Clear(Ask ask)
    {
        faults.Clear();
        return List(ask);
    }

    private static T Read<T>(string name) => JsonSerializer.Deserialize<T>($"\"{name}\"", SandboxJson.Options)!;
}

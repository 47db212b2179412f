using System.Text.Json;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>The control <c>/sandbox/faults</c>: the next calls of a provider go wrong.</summary>
internal sealed class OrderFault(Faults faults)
{
    private const int Most = 1_000_000;

    public Outcome Order(Ask ask)
    {
        var provider = ask.Body.OneOf("provider", null, "custodian", "payouts", "kyc", "rates", "screening");
        var mode = ask.Body.OneOf("mode", null, ModesOf(provider));
        var call = ask.Body.OptionalText("call");
        var times = ask.Body.Whole("times", 1, 1, Most);
        if (ask.Body.HasProblems)
        {
            return ask.Body.Refusal();
        }

        var fault = new Fault(Read<Provider>(provider), Read<FaultMode>(mode), times) { Call = call };
        faults.Add(fault);
        return Outcome.Ok(fault);
    }

    public Outcome List(Ask ask) => Outcome.Ok(new { data = faults.All() });

    public Outcome Clear(Ask ask)
    {
        faults.Clear();
        return List(ask);
    }

    private static string[] ModesOf(string provider) =>
    [
        "503", "timeout", "refuse", "401", "html", "400_duplicate", .. provider switch
        {
            "custodian" => (string[])["422_refused", "422_balance", "lagging_404", "paged", "unreadable_entry"],
            "payouts" => ["422_refused", "422_balance", "lagging_404", "short_return"],
            "kyc" => ["lagging_404"],
            "rates" => ["stale"],
            _ => [],
        },
    ];

    private static T Read<T>(string name) => JsonSerializer.Deserialize<T>($"\"{name}\"", SandboxJson.Options)!;
}

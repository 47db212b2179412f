using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>What a notice says, as the product reads it out of what the provider writes.</summary>
internal sealed class Notices(Speech speech, Faults.Occurrences occurrences)
{
    private readonly Writing writing = new(speech, occurrences);

    public DepositFact Read(DepositFact fact)
    {
        var read = speech == Speech.Plain ? fact : ReadDepositFact.From(Fields(writing.Of(fact)), fact.Status);
        Violation.Unless(read is not null && Meaning.IsSame(read, fact), "what a provider says is read", $"{fact} was read as {read}");
        return read!;
    }

    public PayoutFact Read(PayoutFact fact)
    {
        var read = speech == Speech.Plain ? fact : ReadPayoutFact.From(Fields(writing.Of(fact)), fact.PayoutId, fact.Status, requiresAmount: true);
        Violation.Unless(read is not null && Meaning.IsSame(read, fact), "what a provider says is read", $"{fact} was read as {read}");
        return read!;
    }

    private static JsonFields Fields(JsonObject written) => new(JsonSerializer.SerializeToElement(written), "", new());
}

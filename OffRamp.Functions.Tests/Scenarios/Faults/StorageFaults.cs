using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Faults;

/// <summary>
/// Every request of a whole sell to the tables goes wrong in every way: refused, dropped, done without an answer, or the
/// tables are away for a while. What was acknowledged is there, nothing is there twice, and the sell ends.
/// </summary>
[TestClass]
[TestCategory("Soak")]
[TestCategory("Storage")]
internal sealed class StorageFaults
{
    // More than the tries of five requests: those who ask are told so.
    private const int Outage = 25;

    private static readonly (Mood Mood, int Length)[] Kinds = [(Mood.Lost, 1), (Mood.Refused, Outage), (Mood.Lost, 3), (Mood.Busy, Outage), (Mood.Refused, 1), (Mood.Busy, 1)];

    /// <summary>In turn one fault at every second request, of one story; at all requests of all stories, two, with <c>OFFRAMP_SOAK=full</c>.</summary>
    public static IEnumerable<object[]> Faults => Soak.IsFull
        ? Storyline.All.Keys.SelectMany(story => Enumerable.Range(1, 70).SelectMany(index => new[]
            {
                Case(story, index, Kinds[(index + Soak.Seed) % Kinds.Length]),
                Case(story, index, Kinds[(index + Soak.Seed + 3) % Kinds.Length]),
            }))
        : Enumerable.Range(1, 22).Select(n => Case("paid", 2 * n, Kinds[n % Kinds.Length]))
            .Concat(Enumerable.Range(1, 8).Select(n => Case("card closed", 28 + 4 * n, Kinds[n % Kinds.Length])))
            .Concat(Enumerable.Range(50, 10).Select(index => Case("new card", index, (Mood.Refused, Outage)))); // where the card is given

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public async Task A_fault_of_the_storage_changes_no_end(string story, int index, Mood mood, int length)
    {
        var edge = FaultyEdge.ToStorage();
        var told = Storyline.All[story];
        await using var world = await World.StartAsync(
            edges: new Edges { Storage = edge, CancelPatience = TimeSpan.FromMilliseconds(300) }, settings: ("OFFRAMP_DEPOSIT_WINDOW", "00:20:00"));
        world.Patience = 30;
        edge.Clear();
        edge.Decide = call => call.Index >= index && call.Index < index + length ? mood : Mood.Fine;

        var sell = await told.TellAsync(world);
        await world.UntilAsync(async () => await sell.StandsAsync() == told.Ends && await sell.EffectsAsync("refunds") == told.Refunds);
        edge.Decide = _ => Mood.Fine;
        await world.QuietAsync();

        Assert.AreEqual(told.Ends, await sell.StandsAsync());
        Assert.AreEqual(told.Payouts, await sell.EffectsAsync("payouts"));
        Assert.AreEqual(told.Refunds, await sell.EffectsAsync("refunds"));
        await sell.IsAccountedForAsync();
    }

    private static object[] Case(string story, int index, (Mood Mood, int Length) kind) => [story, index, kind.Mood, kind.Length];
}

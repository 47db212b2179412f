using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Faults;

/// <summary>
/// Every call to a provider, wherever a sell makes one, goes wrong in every way, once and several times in a row. The
/// sell ends as if nothing had happened: endpoints answer 503 with nothing changed, orchestrations ask again.
/// </summary>
[TestClass]
[TestCategory("Soak")]
[TestCategory("Faults")]
internal sealed class ProviderFaults
{
    /// <summary>An orchestration, and a visit beside it.</summary>
    private const int AtOnce = 2;

    private static readonly Mood[] Moods = [Mood.Busy, Mood.Refused, Mood.TimedOut, Mood.Lost];
    private static readonly int[] Lengths = [1, 5];

    public static IEnumerable<object[]> Stories => Storyline.All.Keys.Select(name => new object[] { name });

    /// <summary>Each place where a provider is called, with one fault in turn; all faults with <c>OFFRAMP_SOAK=full</c>.</summary>
    public static IEnumerable<object[]> Faults
    {
        get
        {
            var places = Storyline.All.SelectMany(story => Places(story.Key, story.Value)).ToList();
            return Soak.IsFull
                ? places.SelectMany(place => All(place.Call).SelectMany(mood => Lengths.Select(times => Case(place, mood, times))))
                : places.Select((place, n) => Case(place, All(place.Call)[n % All(place.Call).Length], Lengths[n / 2 % 2]));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Stories))]
    public async Task A_story_makes_exactly_the_calls_that_are_listed(string story)
    {
        var told = Storyline.All[story];
        var edge = FaultyEdge.ToProviders();

        await EndsRightlyAsync(told, edge);

        CollectionAssert.AreEqual(told.Calls, edge.Calls.Select(call => call.Name).ToArray(), string.Join(", ", edge.Calls.Select(call => call.Name)));
    }

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public async Task A_fault_of_a_provider_changes_no_end(string story, string call, int number, Mood mood, int times)
    {
        var edge = FaultyEdge.ToProviders();
        edge.Decide = made => made.Name == call && made.Number >= number && made.Number < number + times ? mood : Mood.Fine;

        await EndsRightlyAsync(Storyline.All[story], edge);

        Assert.IsGreaterThanOrEqualTo(1, edge.Faults, "the fault never happened");
    }

    private static async Task EndsRightlyAsync(Storyline story, FaultyEdge edge)
    {
        var edges = new Edges { Providers = edge, CancelPatience = TimeSpan.FromMilliseconds(300) };
        await using var world = await World.StartAsync(edges: edges, settings: ("OFFRAMP_DEPOSIT_WINDOW", "00:20:00"));
        world.Patience = 10;

        var sell = await story.TellAsync(world);
        await world.UntilAsync(async () => await sell.StandsAsync() == story.Ends && await sell.EffectsAsync("refunds") == story.Refunds);
        await world.QuietAsync();

        Assert.AreEqual(story.Ends, await sell.StandsAsync());
        Assert.AreEqual(story.Payouts, await sell.EffectsAsync("payouts"));
        Assert.AreEqual(story.Refunds, await sell.EffectsAsync("refunds"));
        await sell.IsAccountedForAsync();
        IsAskedForBeforeItIsSent(edge.Calls, "/payouts");
        IsAskedForBeforeItIsSent(edge.Calls, "/refunds");
    }

    // Each time, and by an answer: after an unknown outcome nobody sends on a guess. Two who ask at once may send at once.
    private static void IsAskedForBeforeItIsSent(IReadOnlyList<EdgeCall> calls, string resource)
    {
        var answers = 0;
        foreach (var call in calls.Where(call => call.Name.EndsWith(resource, StringComparison.Ordinal)))
        {
            answers = call.IsWrite ? answers - 1 : call.Mood == Mood.Fine ? Math.Min(answers + 1, AtOnce) : answers;
            Assert.IsGreaterThanOrEqualTo(0, answers, $"POST {resource} without having asked");
        }
    }

    private static Mood[] All(string call) => call == "GET /rates" ? [.. Moods, Mood.Stale] : Moods;

    // What every story has is looked at in one of them.
    private static IEnumerable<Place> Places(string name, Storyline story)
    {
        var own = story.Own ?? [.. story.Calls.Select((call, n) => (call, story.Calls.Take(n + 1).Count(before => before == call)))];
        return own.Select(place => new Place(name, place.Item1, place.Item2));
    }

    private static object[] Case(Place place, Mood mood, int times) => [place.Story, place.Call, place.Number, mood, times];

    private sealed record Place(string Story, string Call, int Number);
}

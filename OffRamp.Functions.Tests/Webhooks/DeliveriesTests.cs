using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Webhooks;

[TestClass]
public sealed class DeliveriesTests
{
    private static readonly SellId Sell = SellId.Of(Id26.New(DateTimeOffset.UnixEpoch));
    private static readonly string Start = $"start DeliverWebhooks {Sell}-webhooks";
    private static readonly string Raise = $"raise EventsWritten {Sell}-webhooks";

    [TestMethod]
    public async Task One_that_is_there_is_told_that_there_is_more()
    {
        var api = Api(HttpStatusCode.Conflict, HttpStatusCode.Accepted);

        await Deliveries(api).StartAsync(Sell);

        Assert.AreEqual(string.Join("\n", Start, Raise), string.Join("\n", api.Asked));
    }

    [TestMethod]
    public async Task One_that_ended_before_it_was_told_is_started_again()
    {
        var api = Api(HttpStatusCode.Conflict, HttpStatusCode.Gone, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.Accepted);

        await Deliveries(api).StartAsync(Sell);

        Assert.AreEqual(string.Join("\n", Start, Raise, Start, Raise, Start), string.Join("\n", api.Asked));
    }

    [TestMethod]
    public async Task One_that_is_there_is_left_alone_when_nothing_is_new()
    {
        var api = Api(HttpStatusCode.Conflict);

        await Deliveries(api).SeeToAsync(Sell, TimeProvider.System.GetUtcNow());

        Assert.AreEqual(string.Join("\n", Start), string.Join("\n", api.Asked));
    }

    [TestMethod]
    [DataRow(OrchestrationRuntimeStatus.Pending, 2, true)]
    [DataRow(OrchestrationRuntimeStatus.Running, 2, true)]
    [DataRow(OrchestrationRuntimeStatus.Running, 1, false)]
    public async Task A_late_one_that_stands_still_is_given_up(OrchestrationRuntimeStatus status, int minutes, bool isGivenUp)
    {
        var api = Api(HttpStatusCode.Conflict, HttpStatusCode.Accepted, HttpStatusCode.Accepted);
        var moved = FakeOrchestrations.Of($"{Sell}-webhooks", status, DateTimeOffset.UnixEpoch);
        api.Instance = moved;
        var clock = new FakeTimeProvider(moved.LastUpdatedAt.AddMinutes(minutes));

        await new Deliveries(api, clock, NullLogger<Deliveries>.Instance).SeeToAsync(Sell, clock.GetUtcNow().AddMinutes(-1));

        string[] asked = [Start, $"find {Sell}-webhooks", $"terminate {Sell}-webhooks"];
        Assert.AreEqual(string.Join("\n", asked.Take(isGivenUp ? 3 : 2)), string.Join("\n", api.Asked));
    }

    private static FakeOrchestrations Api(params HttpStatusCode[] answers) => new() { Answer = null, FirstAnswers = new(answers) };

    private static Deliveries Deliveries(FakeOrchestrations api) => new(api, TimeProvider.System, NullLogger<Deliveries>.Instance);
}

using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Webhooks;

[TestClass]
public sealed class WebhookRetryTests
{
    private static readonly EventId Id = EventId.Of(Id26.Parse("01kc8zmn3xf7g8h9jakbmcndpe"));

    [TestMethod]
    [DataRow(1, 5)]
    [DataRow(2, 300)]
    [DataRow(3, 1_800)]
    [DataRow(4, 7_200)]
    [DataRow(5, 18_000)]
    [DataRow(6, 36_000)]
    [DataRow(7, 50_400)]
    [DataRow(8, 72_000)]
    [DataRow(9, 86_400)]
    public void Each_wait_is_the_contracts_and_a_tenth_more_at_most(int failed, int seconds)
    {
        var wait = WebhookRetry.WaitAfter(failed, Id, null);

        Assert.IsInRange(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds * 1.1), wait!.Value);
    }

    [TestMethod]
    public void After_ten_tries_it_is_given_up() => Assert.IsNull(WebhookRetry.WaitAfter(10, Id, TimeSpan.FromMinutes(1)));

    [TestMethod]
    [DataRow(1, 60, 60)]
    [DataRow(2, 60, 300)]
    [DataRow(9, 1_000_000, 86_400)]
    public void What_the_endpoint_asks_for_makes_the_wait_longer_and_never_shorter_nor_endless(int failed, int asked, int atLeast)
    {
        var wait = WebhookRetry.WaitAfter(failed, Id, TimeSpan.FromSeconds(asked));

        Assert.IsInRange(TimeSpan.FromSeconds(atLeast), TimeSpan.FromSeconds(atLeast * 1.1), wait!.Value);
    }

    [TestMethod]
    public void Events_that_failed_together_do_not_come_back_together()
    {
        var waits = Enumerable.Range(0, 50).Select(_ => WebhookRetry.WaitAfter(2, EventId.Of(Id26.New(DateTimeOffset.UnixEpoch)), null)!.Value).ToList();

        Assert.IsGreaterThan(40, waits.Distinct().Count());
        Assert.IsGreaterThan(TimeSpan.FromSeconds(15), waits.Max() - waits.Min());
    }

    [TestMethod]
    public void The_same_try_of_the_same_event_has_the_same_wait() =>
        Assert.AreEqual(WebhookRetry.WaitAfter(3, Id, null), WebhookRetry.WaitAfter(3, Id, null));
}

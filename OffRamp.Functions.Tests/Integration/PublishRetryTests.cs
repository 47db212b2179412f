using OffRamp.Functions.Ids;
using OffRamp.Functions.Integration;

namespace OffRamp.Functions.Tests.Integration;

[TestClass]
public sealed class PublishRetryTests
{
    private static readonly EventId Id = EventId.Of(Id26.Parse("01kc8zmn3xf7g8h9jakbmcndpe"));

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 2)]
    [DataRow(5, 16)]
    [DataRow(9, 256)]
    [DataRow(10, 300)]
    [DataRow(1_000_000, 300)]
    public void Each_wait_is_twice_the_last_up_to_five_minutes_and_a_tenth_more_at_most(int failed, int seconds)
    {
        var wait = PublishRetry.WaitAfter(failed, Id, isRefused: false);

        Assert.IsInRange(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds * 1.1), wait);
    }

    [TestMethod]
    public void Who_is_refused_comes_again_after_the_longest_wait() =>
        Assert.IsInRange(PublishRetry.Longest, PublishRetry.Longest * 1.1, PublishRetry.WaitAfter(1, Id, isRefused: true));
}

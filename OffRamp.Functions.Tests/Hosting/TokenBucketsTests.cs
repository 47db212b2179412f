using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting.Limits;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class TokenBucketsTests
{
    private readonly FakeTimeProvider _clock = ManualTime.New();

    [TestMethod]
    public void A_burst_is_taken_and_then_has_to_wait()
    {
        var buckets = new TokenBuckets(new(PerSecond: 2, Burst: 3), _clock);

        var waits = Enumerable.Range(0, 4).Select(_ => buckets.Take("someone")).ToList();

        CollectionAssert.AreEqual(new TimeSpan?[] { null, null, null, TimeSpan.FromSeconds(0.5) }, waits);
    }

    [TestMethod]
    public void Tokens_come_back_at_the_rate_and_no_more_than_a_burst_of_them()
    {
        var buckets = new TokenBuckets(new(PerSecond: 2, Burst: 3), _clock);
        Take(buckets, 3);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var afterOneSecond = Take(buckets, 5);
        _clock.Advance(TimeSpan.FromHours(1));
        var afterAnHour = Take(buckets, 5);

        Assert.AreEqual((2, 3), (afterOneSecond, afterAnHour));
    }

    [TestMethod]
    public void One_who_calls_too_often_harms_no_other()
    {
        var buckets = new TokenBuckets(new(PerSecond: 1, Burst: 1), _clock);
        Take(buckets, 5);

        Assert.IsNull(buckets.Take("another"));
    }

    [TestMethod]
    public void Asking_takes_nothing()
    {
        var buckets = new TokenBuckets(new(PerSecond: 1, Burst: 1), _clock);

        Assert.IsNull(buckets.Missing("someone"));
        Assert.IsNull(buckets.Take("someone"));
        Assert.AreEqual(TimeSpan.FromSeconds(1), buckets.Missing("someone"));
    }

    [TestMethod]
    public void Sixty_thousand_callers_are_not_all_remembered_and_none_is_refused()
    {
        var buckets = new TokenBuckets(new(PerSecond: 1, Burst: 1), _clock);

        Assert.IsTrue(Enumerable.Range(0, 60_000).All(i => buckets.Take($"caller {i}") is null));
    }

    private static int Take(TokenBuckets buckets, int times) => Enumerable.Range(0, times).Count(_ => buckets.Take("someone") is null);
}

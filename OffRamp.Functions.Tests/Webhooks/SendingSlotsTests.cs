using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Webhooks;

[TestClass]
public sealed class SendingSlotsTests
{
    private readonly SendingSlots slots = new();
    private readonly PartnerId one = PartnerId.Of(Id26.New(DateTimeOffset.UnixEpoch));
    private readonly PartnerId other = PartnerId.Of(Id26.New(DateTimeOffset.UnixEpoch));

    [TestMethod]
    public void One_partner_holds_eight_and_leaves_some_to_others()
    {
        Assert.HasCount(8, Take(one, 50));
        Assert.HasCount(8, Take(other, 50));
    }

    [TestMethod]
    public void All_partners_together_hold_twenty() =>
        Assert.AreEqual(20, Enumerable.Range(0, 10).Sum(_ => Take(PartnerId.Of(Id26.New(DateTimeOffset.UnixEpoch)), 8).Count));

    [TestMethod]
    public void An_endpoint_that_did_not_answer_is_tried_by_one_at_a_time_until_it_answers()
    {
        var first = Take(one, 1).Single();
        first.Report(hasAnswered: false);
        first.Dispose();

        var silent = Take(one, 8);
        silent.Single().Report(hasAnswered: true);
        var again = Take(one, 8);

        Assert.HasCount(7, again);
    }

    [TestMethod]
    public void Who_is_turned_away_comes_again_after_a_second_or_more_and_half_a_minute_at_most()
    {
        Take(one, 8);

        for (var n = 0; n < 500; n++)
        {
            Assert.IsFalse(slots.For(one).TryTake(out var pause));
            Assert.IsInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(31), pause);
        }
    }

    [TestMethod]
    public void A_slot_that_is_given_back_is_free()
    {
        Take(one, 8)[0].Dispose();

        Assert.IsTrue(slots.For(one).TryTake(out _));
    }

    private List<SendingSlots.Slot> Take(PartnerId partner, int wanted) =>
        [.. Enumerable.Range(0, wanted).Select(_ => slots.For(partner)).Where(slot => slot.TryTake(out _))];
}

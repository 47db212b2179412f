using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;
using static OffRamp.Functions.Tests.Infrastructure.InstanceDriver;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>The orchestrations on Microsoft's SDK, turn by turn.</summary>
[TestClass]
public sealed class SellOrchestrationTests
{
    private const string AwaitDeposit = """{"phase":"awaitingDeposit","next":"awaitDeposit","wait":"06:00:00"}""";
    private const string PayOut = """{"phase":"payingOut","next":"payOut","wait":"00:01:00"}""";
    private const string AwaitSettlement = """{"phase":"payingOut","next":"awaitNotice","wait":"00:10:00"}""";
    private const string Paid = """{"phase":"paid","next":"completed","wait":"00:00:01"}""";
    private const string Expired = """{"phase":"expired","next":"failed","wait":"00:00:01"}""";
    private const string AllSent = """{"isDone":true,"wait":"00:00:01"}""";

    [TestMethod]
    public void It_waits_for_the_deposit_with_a_six_hour_timer()
    {
        var sell = Sell().Begin().Turn(Completed(0, AwaitDeposit));

        Assert.AreEqual("status \"awaitingDeposit\"\n#1 timer 2026-03-02T15:00:00.0000000Z", sell.LastMeaning);
    }

    [TestMethod]
    public void A_new_sell_waits_for_the_deposit_before_anything_else()
    {
        var sell = Of<SellStart>(SellOrchestration.Name, SellOrchestration.Run, $$"""{"sellId":"sell_1","first":{{AwaitDeposit}}}""").Begin();
        Assert.AreEqual("status \"awaitingDeposit\"\n#0 timer 2026-03-02T15:00:00.0000000Z", sell.LastMeaning);

        sell.Turn(Raised(SellSignals.DepositReceived));

        StringAssert.Contains(sell.LastMeaning, """call Advance {"sellId":"sell_1"}""");
    }

    [TestMethod]
    public void Six_hours_without_a_deposit_mark_it_failed()
    {
        var sell = Sell().Begin().Turn(Completed(0, AwaitDeposit)).Turn(Fired(1)).Turn(Completed(2, Expired));

        StringAssert.Contains(sell.LastMeaning, "end Completed \"Expired\"");
    }

    [TestMethod]
    public void A_deposit_in_time_triggers_the_payout()
    {
        var sell = Sell().Begin().Turn(Completed(0, AwaitDeposit)).Turn(Raised(SellSignals.DepositReceived)).Turn(Completed(2, PayOut));

        StringAssert.Contains(sell.LastMeaning, """call SubmitPayout {"sellId":"sell_1"}""");
    }

    [TestMethod]
    public void A_timer_that_nobody_needs_any_more_does_not_keep_it_from_ending()
    {
        var sell = Sell().Begin().Turn(Completed(0, AwaitDeposit)).Turn(Raised(SellSignals.DepositReceived)).Turn(Completed(2, PayOut))
            .Turn(Completed(3, AwaitSettlement)).Turn(Raised(SellSignals.NoticeReceived)).Turn(Completed(5, Paid));

        StringAssert.Contains(sell.LastMeaning, "end Completed \"Paid\"");
    }

    [TestMethod]
    public void A_deposit_that_came_while_it_looked_is_looked_at_without_a_wait()
    {
        var sell = Sell().Begin().Turn(Raised(SellSignals.DepositReceived)).Turn(Completed(0, AwaitDeposit));

        StringAssert.Contains(sell.LastMeaning, "call Advance");
    }

    [TestMethod]
    public void What_the_event_says_is_next_needs_no_look()
    {
        var sell = Sell().Begin().Turn(Completed(0, At(3, AwaitDeposit))).Turn(Raised(SellSignals.DepositReceived, At(4, PayOut)));

        StringAssert.Contains(sell.LastMeaning, """call SubmitPayout {"sellId":"sell_1"}""");
    }

    [TestMethod]
    public void Of_two_events_the_later_word_counts_in_whichever_order_they_come()
    {
        var sell = Sell().Begin()
            .Turn(Raised(SellSignals.NoticeReceived, At(5, PayOut)), Raised(SellSignals.DepositReceived, At(4, AwaitSettlement)))
            .Turn(Completed(0, At(3, AwaitDeposit)));

        StringAssert.Contains(sell.LastMeaning, "call SubmitPayout");
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(4)]
    public void A_word_that_was_overtaken_is_a_reason_to_look(int known)
    {
        var sell = Sell().Begin().Turn(Completed(0, At(known, AwaitDeposit))).Turn(Raised(SellSignals.DepositReceived, At(3, PayOut)));

        StringAssert.Contains(sell.LastMeaning, "call Advance");
    }

    [TestMethod]
    public void One_event_that_says_nothing_is_a_reason_to_look_whatever_another_says()
    {
        var sell = Sell().Begin()
            .Turn(Raised(SellSignals.DepositReceived, At(5, PayOut)), Raised(SellSignals.NoticeReceived))
            .Turn(Completed(0, At(3, AwaitDeposit)));

        StringAssert.Contains(sell.LastMeaning, "call Advance");
    }

    [TestMethod]
    public void A_failed_activity_is_an_unknown_outcome_and_looked_at_after_a_minute()
    {
        var sell = Sell().Begin().Turn(Completed(0, PayOut)).Turn(Failed(1, "The worker died."));
        Assert.AreEqual("status \"payingOut\"\n#2 timer 2026-03-02T09:01:00.0000000Z", sell.LastMeaning);

        sell.Turn(Fired(2));

        StringAssert.Contains(sell.LastMeaning, "call Advance");
    }

    [TestMethod]
    public void An_answer_that_is_none_is_an_unknown_outcome_too()
    {
        var sell = Sell().Begin().Turn(Completed(0, PayOut)).Turn(Completed(1, "\"no step\""));

        Assert.AreEqual("status \"payingOut\"\n#2 timer 2026-03-02T09:01:00.0000000Z", sell.LastMeaning);
    }

    [TestMethod]
    public void A_delivery_whose_round_has_no_answer_goes_round_again_after_a_minute()
    {
        var delivery = InstanceDriver.Of<DeliveryInput>(DeliverWebhooks.Name, DeliverWebhooks.Run, """{"sellId":"sell_1"}""");

        delivery.Begin().Turn(Completed(0, "\"no step\""));

        Assert.AreEqual("status null\n#1 timer 2026-03-02T09:01:00.0000000Z", delivery.LastMeaning);
    }

    [TestMethod]
    public void After_forty_turns_it_begins_a_new_history()
    {
        var sell = Sell().Begin();
        for (var turn = 0; turn < 40; turn++)
        {
            sell.Turn(Completed(turn, PayOut));
        }

        sell.Turn(Completed(40, PayOut));

        StringAssert.Contains(sell.LastMeaning, """end ContinuedAsNew {"sellId":"sell_1"}""");
    }

    [TestMethod]
    public void Delivery_stays_a_little_for_the_next_change_and_then_ends()
    {
        var delivery = Delivery().Begin().Turn(Completed(0, AllSent));
        Assert.AreEqual("status null\n#1 timer 2026-03-02T09:00:30.0000000Z", delivery.LastMeaning);

        delivery.Turn(Fired(1));

        Assert.AreEqual("status null\n#2 end Completed \"Settled\"", delivery.LastMeaning);
    }

    [TestMethod]
    public void A_change_while_delivery_stays_is_sent_at_once()
    {
        var delivery = Delivery().Begin().Turn(Completed(0, AllSent)).Turn(Raised(DeliverWebhooks.EventsWritten));

        StringAssert.Contains(delivery.LastMeaning, "call SendWebhooks");
    }

    [TestMethod]
    public void A_change_while_delivery_sent_is_sent_without_a_wait()
    {
        var delivery = Delivery().Begin().Turn(Raised(DeliverWebhooks.EventsWritten)).Turn(Completed(0, AllSent));

        StringAssert.Contains(delivery.LastMeaning, "call SendWebhooks");
    }

    private static string At(int revision, string step) => $"{step[..^1]},\"revision\":{revision}}}";

    private static InstanceDriver Sell() => Of<SellStart>(SellOrchestration.Name, SellOrchestration.Run, """{"sellId":"sell_1"}""");

    private static InstanceDriver Delivery() => Of<DeliveryInput>(DeliverWebhooks.Name, DeliverWebhooks.Run, """{"sellId":"sell_1"}""");
}

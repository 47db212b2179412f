using OffRamp.DurableTask;
using OffRamp.Functions.Tests.DurableTask;
using OffRamp.Functions.Webhooks;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.Webhooks;

[TestClass]
public sealed class DeliverWebhooksTests
{
    private const string AllSent = """{"isDone":true,"until":"2026-03-02T09:00:00Z"}""";

    [TestMethod]
    public void It_stays_a_little_for_the_next_change_and_then_ends()
    {
        var delivery = Delivery().Begin().Turn(Completed(0, AllSent));
        Assert.AreEqual("status null\n#1 timer 2026-03-02T09:00:30.0000000Z", delivery.LastMeaning);

        delivery.Turn(Fired(1));

        Assert.AreEqual("status null\n#2 end Completed \"Settled\"", delivery.LastMeaning);
    }

    [TestMethod]
    public void A_change_while_it_stays_is_sent_at_once()
    {
        var delivery = Delivery().Begin().Turn(Completed(0, AllSent)).Turn(Raised(DeliverWebhooksOrchestrator.Hint));

        StringAssert.Contains(delivery.LastMeaning, "SendWebhooks");
    }

    [TestMethod]
    public void A_change_while_it_sent_is_sent_without_a_wait()
    {
        var delivery = Delivery().Begin().Turn(Raised(DeliverWebhooksOrchestrator.Hint)).Turn(Completed(0, AllSent));

        StringAssert.Contains(delivery.LastMeaning, "SendWebhooks");
    }

    private static InstanceDriver Delivery() =>
        new(new DurableTaskRegistry().AddOrchestrator(DeliverWebhooksOrchestrator.Name, () => new DeliverWebhooksOrchestrator()), """{"sellId":"off_1"}""");
}

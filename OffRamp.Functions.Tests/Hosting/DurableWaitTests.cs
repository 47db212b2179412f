using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>How long orchestrations are told to wait.</summary>
[TestClass]
public sealed class DurableWaitTests
{
    [TestMethod]
    [DataRow(-60, 2, DisplayName = "A time that has passed by the other clock")]
    [DataRow(0.6, 2, DisplayName = "What is left where a timer was heard early")]
    [DataRow(1, 1)]
    [DataRow(21_600, 21_600, DisplayName = "Six hours for a deposit")]
    [DataRow(604_800, 172_800, DisplayName = "A week, in parts")]
    public void A_wait_is_neither_a_busy_loop_nor_longer_than_a_timer(double left, double seconds) =>
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), DurableWait.Until(ManualTime.Start.AddSeconds(left), ManualTime.Start));
}

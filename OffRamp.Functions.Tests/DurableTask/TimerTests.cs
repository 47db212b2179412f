using OffRamp.DurableTask;
using static OffRamp.Functions.Tests.DurableTask.InstanceDriver;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class TimerTests
{
    [TestMethod]
    [TestCategory("Trap 12")]
    [DataRow(0.25, 1)]
    [DataRow(3.0, 1)]
    [DataRow(3.1, 2)]
    [DataRow(30.0, 10)]
    public void Long_wait_is_made_of_pieces_storage_can_hold(double days, int pieces)
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromDays(days));
            return 1;
        });
        var due = instance.Now.AddDays(days);
        instance.Begin();

        var count = 0;
        for (; instance.Last.Actions[0].CreateTimer is { } timer; count++)
        {
            Assert.IsLessThanOrEqualTo(TimeSpan.FromDays(6), timer.FireAt.ToDateTime() - instance.Now);
            instance.Now = timer.FireAt.ToDateTime();
            instance.Turn(Fired(count));
        }

        Assert.AreEqual(pieces, count);
        Assert.AreEqual(due, instance.Now);
    }

    [TestMethod]
    public void Time_without_a_zone_is_universal_time()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            await context.CreateTimer(new DateTime(2026, 3, 2, 12, 0, 0, DateTimeKind.Unspecified), CancellationToken.None);
            return 1;
        });

        instance.Begin();

        Assert.AreEqual("status null\n#0 timer 2026-03-02T12:00:00.0000000Z", instance.LastMeaning);
    }

    [TestMethod]
    public void Timer_made_and_cancelled_in_one_turn_is_still_asked_for()
    {
        var instance = Of<object?, int>(async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(1), cancel.Token);
            cancel.Cancel();
            await context.CallActivityAsync("A");
            return timer.IsCanceled ? 1 : 0;
        });

        instance.Begin();
        Assert.AreEqual("status null\n#0 timer 2026-03-02T10:00:00.0000000Z\n#1 call A null", instance.LastMeaning);
        instance.Turn(Completed(1));

        Assert.AreEqual("status null\n#2 end Completed 1", instance.LastMeaning);
    }

    [TestMethod]
    public void Firing_of_a_cancelled_timer_means_nothing()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(1), cancel.Token);
            await context.WaitForExternalEvent<object?>("E");
            cancel.Cancel();
            await context.CallActivityAsync("A");
            return timer.Status.ToString();
        });

        instance.Begin().Turn(Raised("E")).Turn(Fired(0)).Turn(Completed(1));

        Assert.AreEqual("status null\n#2 end Completed \"Canceled\"", instance.LastMeaning);
    }

    [TestMethod]
    [TestCategory("Trap 12")]
    public void Long_wait_ends_at_once_when_cancelled_between_pieces()
    {
        var instance = Of<object?, string>(async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(10), cancel.Token);
            await context.WaitForExternalEvent<object?>("E");
            cancel.Cancel();
            return timer.Status.ToString();
        });

        instance.Begin().Turn(Fired(0)).Turn(Raised("E"));

        Assert.AreEqual("status null\n#2 end Completed \"Canceled\"", instance.LastMeaning);
    }
}

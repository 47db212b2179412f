using System.Globalization;
using OffRamp.LocalHost.Timers;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class TimerFunctionTests
{
    [TestMethod]
    [DataRow("0 */1 * * * *", "2030-01-01T12:00:00Z", "2030-01-01T12:01:00Z")]
    [DataRow("0 */5 * * * *", "2030-01-01T12:59:59Z", "2030-01-01T13:00:00Z")]
    [DataRow("0 0 3 * * *", "2030-01-01T12:00:00Z", "2030-01-02T03:00:00Z")]
    [DataRow("0 0 3 * * *", "2030-01-01T02:59:59Z", "2030-01-01T03:00:00Z")]
    [DataRow("30 15 8-10 * * 1-5", "2030-01-04T10:15:30Z", "2030-01-07T08:15:30Z")]
    [DataRow("*/20 * * * * *", "2030-01-01T12:00:41.5Z", "2030-01-01T12:01:00Z")]
    [DataRow("0 0 0 29 2 *", "2030-01-01T00:00:00Z", "2032-02-29T00:00:00Z")]
    public void A_schedule_knows_its_next_time(string schedule, string after, string next)
    {
        var due = CronSchedule.Parse(schedule).NextAfter(At(after));

        Assert.AreEqual(At(next), due);
    }

    [TestMethod]
    [DataRow("* * * * *")]
    [DataRow("0 61 * * * *")]
    [DataRow("0 x * * * *")]
    [DataRow("0 */0 * * * *")]
    public void A_schedule_that_makes_no_sense_is_refused(string schedule) =>
        Assert.ThrowsExactly<FormatException>(() => CronSchedule.Parse(schedule));

    [TestMethod]
    public async Task A_minutely_function_runs_once_for_every_minute_the_clock_passes()
    {
        await using var world = await HubWorld.StartAsync(app: app => app.WithTimer("Tick", "0 */1 * * * *"));

        await world.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.HasCount(60, world.App.Invocations);
        var timer = world.App.Invocations.Last().Body.GetProperty("Data").GetProperty("timer");
        Assert.AreEqual("2030-01-01T13:00:00+00:00", timer.GetProperty("ScheduleStatus").GetProperty("Next").GetString());
        Assert.IsFalse(timer.GetProperty("IsPastDue").GetBoolean());
    }

    [TestMethod]
    public async Task A_daily_function_runs_at_its_hour()
    {
        await using var world = await HubWorld.StartAsync(app: app => app.WithTimer("Nightly", "0 0 3 * * *"));

        await world.AdvanceAsync(TimeSpan.FromHours(14));
        var before = world.App.Invocations.Count;
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.AreEqual(0, before);
        Assert.HasCount(1, world.App.Invocations);
    }

    [TestMethod]
    public async Task Runs_of_one_function_never_overlap()
    {
        var gate = new TaskCompletionSource();
        await using var world = await HubWorld.StartAsync(app: app => app.WithTimer("Slow", "0 */1 * * * *", () => gate.Task));
        world.RealTime.Advance(TimeSpan.FromMinutes(1));

        world.RealTime.Advance(TimeSpan.FromMinutes(3));
        gate.SetResult();
        await world.SettleAsync();
        var whileSlow = world.App.Invocations.Count;
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.AreEqual(1, whileSlow);
        Assert.HasCount(2, world.App.Invocations);
    }

    [TestMethod]
    public async Task A_run_missed_while_the_host_was_down_is_made_up_for_once()
    {
        await using var world = await HubWorld.StartAsync(app: app => app.WithTimer("Nightly", "0 0 3 * * *"));
        await world.AdvanceAsync(TimeSpan.FromHours(16));

        world.RealTime.Advance(TimeSpan.FromDays(3));
        var invocations = world.App.Invocations.Count;
        await world.RestartAsync();
        await world.SettleAsync();

        Assert.IsGreaterThan(0, invocations);
        Assert.AreEqual("Nightly", world.App.Invocations.Last().Function);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using Microsoft.Extensions.Time.Testing;
using OffRamp.LocalHost;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.FunctionsHost;

[TestClass]
public sealed class TimerSchedulesTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly List<TimerCall> calls = [];

    [TestMethod]
    [DataRow("0 */1 * * * *", "2030-01-01T12:01:00Z")]
    [DataRow("0 0 3 * * *", "2030-01-02T03:00:00Z")]
    [DataRow("30 15 8-10 * * 1-5", "2030-01-02T08:15:30Z")]
    [DataRow("*/20 * * * * *", "2030-01-01T12:00:20Z")]
    public void A_schedule_knows_its_next_time(string schedule, string next)
    {
        using var timers = Start(schedule);

        Assert.AreEqual(DateTimeOffset.Parse(next), timers.NextTime);
    }

    [TestMethod]
    [DataRow("0 61 * * * *")]
    [DataRow("0 x * * * *")]
    [DataRow("%Schedule%")]
    public void A_schedule_that_makes_no_sense_is_refused_by_the_function_s_name(string schedule)
    {
        var refusal = Assert.ThrowsExactly<HostFailure>(() => Start(schedule));

        StringAssert.Contains(refusal.Message, "Tick");
    }

    [TestMethod]
    public void It_runs_once_for_every_time_that_the_clock_passes()
    {
        using var timers = Start("0 */1 * * * *");

        for (var minute = 0; minute < 60; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.HasCount(60, calls);
        Assert.AreEqual((new DateTimeOffset(2030, 1, 1, 13, 1, 0, TimeSpan.Zero), false), (calls[^1].Next, calls[^1].IsPastDue));
    }

    [TestMethod]
    public void Many_times_that_pass_at_once_are_one_run_that_is_past_due()
    {
        using var timers = Start("0 */1 * * * *");

        clock.Advance(TimeSpan.FromHours(6));

        Assert.IsTrue(calls.Single().IsPastDue);
    }

    [TestMethod]
    public void Runs_of_one_function_never_overlap()
    {
        var gate = new TaskCompletionSource();
        using var timers = Start("0 */1 * * * *", () => gate.Task);
        clock.Advance(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(1));
        var whileSlow = calls.Count;

        gate.SetResult();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.AreEqual((1, 2), (whileSlow, calls.Count));
    }

    [TestMethod]
    public void A_run_missed_while_nobody_ran_is_made_up_for_once()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("timers-").FullName, "timers.json");
        using (var before = Start("0 0 3 * * *", file: file))
        {
            clock.Advance(TimeSpan.FromHours(16));
        }
        calls.Clear();
        clock.Advance(TimeSpan.FromDays(3));

        using var after = Start("0 0 3 * * *", file: file);

        Assert.IsTrue(calls.Single().IsPastDue);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private TimerSchedules Start(string schedule, Func<Task>? work = null, string? file = null)
    {
        var timers = new TimerSchedules(
            clock,
            [("Tick", schedule, false)],
            async (_, call) =>
            {
                calls.Add(call);
                await (work?.Invoke() ?? Task.CompletedTask);
            },
            file);
        timers.Start();
        return timers;
    }
}

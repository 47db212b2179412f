using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class ClockTests
{
    private static DurableTaskRegistry Orchestrators { get; } = new DurableTaskRegistry()
        .AddOrchestratorFunc<double, string>("Steps", async (context, minutes) =>
        {
            var seen = new List<string>();
            for (var i = 0; i < 3; i++)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                seen.Add(context.CurrentUtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
            }
            return string.Join(' ', seen);
        });

    [TestMethod]
    public async Task Advancing_steps_from_due_timer_to_due_timer()
    {
        await using var world = await HubWorld.StartAsync(Orchestrators);
        await world.StartAsync("Steps", "s1", "50");
        await world.StartAsync("Steps", "s2", "7.5");

        using var answer = await AdvanceAsync(world, """{"by":"06:00:00"}""");

        Assert.AreEqual("2030-01-01T18:00:00Z", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("now").GetString());
        Assert.AreEqual("12:50:00 13:40:00 14:30:00", await world.OutputAsync("s1"));
        Assert.AreEqual("12:07:30 12:15:00 12:22:30", await world.OutputAsync("s2"));
    }

    [TestMethod]
    public async Task The_clock_survives_a_restart_and_is_shared_by_file()
    {
        await using var world = await HubWorld.StartAsync(Orchestrators);
        await world.AdvanceAsync(TimeSpan.FromHours(6));

        await world.RestartAsync();

        Assert.AreEqual(TimeSpan.FromHours(6).Ticks.ToString(CultureInfo.InvariantCulture), await File.ReadAllTextAsync(world.Host.Clock.Path));
        Assert.AreEqual(new DateTimeOffset(2030, 1, 1, 18, 0, 0, TimeSpan.Zero), world.Host.Clock.GetUtcNow());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("""{"by":"tomorrow"}""")]
    [DataRow("""{"by":"-01:00:00"}""")]
    [DataRow("""{"by":6}""")]
    [DataRow("""{"by":"24:00:00"}""")]
    [DataRow("""{"by":"1"}""")]
    [DataRow("""{"by":" 01:00:00"}""")]
    [DataRow("""{"by":"367.00:00:00"}""")]
    public async Task A_step_that_makes_no_sense_is_a_400_problem(string body)
    {
        await using var world = await HubWorld.StartAsync(Orchestrators);

        using var answer = await AdvanceAsync(world, body);

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [TestMethod]
    public async Task A_request_that_waits_for_the_clock_does_not_hold_it()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var world = await HubWorld.StartAsync(Orchestrators, app => app.WithHttp("Everything", "{*p}"));
        world.App.OnHttp = async _ =>
        {
            arrived.SetResult();
            await release.Task;
        };
        var waiting = world.Http.GetAsync(new Uri(world.Host.BaseUri, "v1/wait"));
        await arrived.Task;

        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        release.SetResult();
        using var answer = await waiting;

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [TestMethod]
    public async Task Six_hours_of_a_minutely_function_pass_in_seconds()
    {
        await using var world = await HubWorld.StartAsync(Orchestrators, app => app.WithTimer("Tick", "0 */1 * * * *"));
        var began = TimeProvider.System.GetTimestamp();

        await world.AdvanceAsync(TimeSpan.FromHours(6));

        Assert.HasCount(360, world.App.Invocations);
        Assert.IsLessThan(TimeSpan.FromSeconds(20), TimeProvider.System.GetElapsedTime(began));
    }

    private static Task<HttpResponseMessage> AdvanceAsync(HubWorld world, string body) =>
        world.Http.PostAsync(new Uri(world.Host.BaseUri, "local/clock/advance"), new StringContent(body, Encoding.UTF8, "application/json"));
}

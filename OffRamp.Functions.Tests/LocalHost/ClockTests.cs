using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>Business time of the local world, moved by its API; the sample app is what waits.</summary>
[TestClass]
public sealed class ClockTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task Advancing_steps_from_due_timer_to_due_timer_and_a_step_that_makes_no_sense_is_a_400_problem()
    {
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon));
        await world.RunAsync("Steps", "s1", "50");
        await world.RunAsync("Steps", "s2", "7");

        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        Assert.AreEqual("2030-01-01T18:00:00Z", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("now").GetString());
        Assert.AreEqual("Completed at 14:30", await world.EndOfAsync("s1"));
        Assert.AreEqual("Completed at 12:21", await world.EndOfAsync("s2"));
        foreach (var body in (string[])["", "{}", "[]", """{"by":"tomorrow"}""", """{"by":"-01:00:00"}""", """{"by":6}""", """{"by":"24:00:00"}""", """{"by":"1"}""", """{"by":" 01:00:00"}""", """{"by":"367.00:00:00"}"""])
        {
            using var refused = await world.AdvanceAsync(body);
            await ProblemBody.ExpectAsync(refused, HttpStatusCode.BadRequest, "invalid_request");
        }

        Assert.AreEqual(Noon.AddHours(6), world.Host.Clock.GetUtcNow());
    }

    [TestMethod]
    public async Task The_clock_survives_a_restart_and_is_shared_by_file_and_a_timer_that_came_due_while_the_host_was_down_fires_at_its_start()
    {
        var real = new FakeTimeProvider(Noon);
        await using var world = await SampleWorld.StartAsync(real);
        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");
        await world.RunAsync("Wait", "w1", "3600");
        using var settled = await world.AdvanceAsync("""{"by":"00:00:00"}""");

        await world.RestartAsync(meanwhile: () => real.Advance(TimeSpan.FromHours(2)));
        using var again = await world.AdvanceAsync("""{"by":"00:00:00"}""");

        Assert.AreEqual(TimeSpan.FromHours(6).Ticks.ToString(CultureInfo.InvariantCulture), await File.ReadAllTextAsync(world.Host.Clock.Path));
        Assert.AreEqual(Noon.AddHours(8), world.Host.Clock.GetUtcNow());
        Assert.AreEqual("Completed at 20:00", await world.EndOfAsync("w1"));
    }

    [TestMethod]
    public async Task A_request_that_waits_for_the_clock_does_not_hold_it()
    {
        await using var world = await SampleWorld.StartAsync(TimeProvider.System);
        await world.RunAsync("Wait", "w1", "3600");
        var waiting = world.Client.GetStringAsync("/result/w1");

        using var answer = await world.AdvanceAsync("""{"by":"01:00:00"}""");

        Assert.AreEqual("Completed: \"timed out\"", await waiting);
    }

    [TestMethod]
    public async Task A_timer_function_whose_schedule_passes_on_the_way_runs_once_a_step_and_once_at_the_end()
    {
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon));
        await world.RunAsync("Wait", "w1", "3600");
        await world.RunAsync("Wait", "w2", "7200");

        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        Assert.AreEqual("3", await world.Client.GetStringAsync("/ticks"));
    }

    [TestMethod]
    public async Task Meanwhile_it_says_how_far_it_is_to_go_and_what_it_waits_for()
    {
        using var held = new HeldCall("Tick");
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon), beforeCall: held.BeforeCall);
        await world.RunAsync("Wait", "w1", "330");
        var advancing = world.AdvanceAsync("""{"by":"01:00:00"}""");
        await held.Arrived;

        var meanwhile = await world.Client.GetStringAsync("/local/clock");

        held.Release();
        using var answer = await advancing;
        Assert.MatchesRegex("""^{"now":"2030-01-01T12:05:[\d.]+Z","advancing_to":"2030-01-01T13:00:00Z","waiting_for":\[.*"timer functions"\]}$""", meanwhile);
        Assert.AreEqual("""{"now":"2030-01-01T13:00:00Z"}""", await world.Client.GetStringAsync("/local/clock"));
    }

    [TestMethod]
    public async Task A_step_that_does_not_get_quiet_is_a_504_and_the_clock_stays_there()
    {
        using var held = new HeldCall("Tick");
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon), beforeCall: held.BeforeCall, stepPatience: TimeSpan.FromSeconds(2));

        await world.RunAsync("Wait", "w1", "330");
        using var late = await world.AdvanceAsync("""{"by":"01:00:00"}""");

        var problem = JsonDocument.Parse(await late.Content.ReadAsStringAsync()).RootElement;
        Assert.AreEqual((HttpStatusCode.GatewayTimeout, "application/problem+json"), (late.StatusCode, late.Content.Headers.ContentType!.MediaType));
        Assert.Contains("timer functions", problem.GetProperty("detail").GetString()!);
        Assert.StartsWith("""{"now":"2030-01-01T12:05:""", await world.Client.GetStringAsync("/local/clock"));
        held.Release();
        using var again = await world.AdvanceAsync("""{"by":"00:55:00"}""");
        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
    }

    [TestMethod]
    public async Task With_Azure_Storage_the_clock_cannot_be_moved()
    {
        await using var world = await SampleWorld.StartAsync(TimeProvider.System, usesAzureStorage: true);

        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        Assert.AreEqual(HttpStatusCode.Conflict, answer.StatusCode);
    }
}

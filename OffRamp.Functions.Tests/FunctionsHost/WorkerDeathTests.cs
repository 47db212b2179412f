using System.Net;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>The worker dies, hangs, or never comes: the host goes on, as Microsoft's does.</summary>
[TestClass]
public sealed class WorkerDeathTests
{
    [TestMethod]
    public async Task A_request_in_flight_fails_and_the_next_one_is_answered_by_a_new_worker()
    {
        await using var host = await SampleHost.StartAsync();
        var before = await ProcessIdAsync(host);

        using var died = await host.PostAsync("/die");
        var after = await ProcessIdAsync(host);

        await ProblemBody.ExpectAsync(died, HttpStatusCode.InternalServerError, "internal_error");
        Assert.AreNotEqual(before, after);
    }

    [TestMethod]
    public async Task An_activity_in_flight_fails_and_its_orchestrator_hears_of_it()
    {
        await using var host = await SampleHost.StartAsync();

        var id = await host.RunAsync("Catch", "DieOnce");
        await host.Errors.HeardAsync("exited with code 9"); // whoever waited for the end would die with the worker

        Assert.StartsWith("Completed: \"caught", await host.ResultAsync(id));
    }

    [TestMethod]
    public async Task An_orchestrator_in_flight_is_run_again()
    {
        await using var host = await SampleHost.StartAsync();
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

        var id = await host.RunAsync("DieInOrchestrator", file);
        await host.Errors.HeardAsync("exited with code 9");

        Assert.AreEqual("Completed: \"alive!\"", await host.ResultAsync(id));
        File.Delete(file);
    }

    [TestMethod]
    public async Task A_worker_that_does_not_start_is_said_in_one_line_and_left_alone()
    {
        var failure = await Assert.ThrowsExactlyAsync<HostFailure>(() => SampleHost.StartAsync(options => options with
        {
            Settings = new Dictionary<string, string>(options.Settings) { ["SAMPLE_EXIT"] = "3" },
        }));

        Assert.AreEqual("The app does not start. The worker exited with code 3", failure.Message);
    }

    [TestMethod]
    public async Task A_port_that_is_taken_is_said_in_one_line()
    {
        var other = await SampleHost.SharedAsync();

        var failure = await Assert.ThrowsExactlyAsync<HostFailure>(() => SampleHost.StartAsync(options => options with { Port = other.Host.BaseUri.Port }));

        Assert.AreEqual($"Port {other.Host.BaseUri.Port} is in use.", failure.Message);
    }

    [TestMethod]
    public async Task A_function_that_runs_too_long_is_ended_with_its_worker()
    {
        await using var host = await SampleHost.StartAsync(options => options with { FunctionTimeout = TimeSpan.FromSeconds(3) });
        var before = await ProcessIdAsync(host);

        using var hung = await host.GetAsync("/hang");
        var after = await ProcessIdAsync(host);

        await ProblemBody.ExpectAsync(hung, HttpStatusCode.GatewayTimeout, "internal_error");
        Assert.AreNotEqual(before, after);
    }

    [TestMethod]
    public async Task A_folder_that_holds_no_app_is_said_in_one_line()
    {
        var empty = Directory.CreateTempSubdirectory("offramp-empty-");

        var failure = await Assert.ThrowsExactlyAsync<HostFailure>(() => SampleHost.StartAsync(options => options with { AppFolder = empty.FullName }));

        Assert.Contains("is no published function app", failure.Message);
        empty.Delete();
    }

    [TestMethod]
    public async Task Timers_run_when_the_clock_gets_there()
    {
        await using var host = await SampleHost.StartAsync();

        host.Clock.MoveOffset(TimeSpan.FromMinutes(5));
        host.Host.Timers.Poke();
        while (!host.Host.Timers.IsQuiet)
        {
            await Task.Yield();
        }

        using var ticks = await host.GetAsync("/ticks");
        Assert.AreEqual("1", await ticks.Content.ReadAsStringAsync(), host.Errors.ToString());
    }

    private static async Task<string> ProcessIdAsync(SampleHost host)
    {
        using var answer = await host.GetAsync("/pid");
        return await answer.Content.ReadAsStringAsync();
    }
}

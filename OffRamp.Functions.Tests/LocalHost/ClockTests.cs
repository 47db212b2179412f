using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>Business time of the local world, moved by its API; the sample app is what waits.</summary>
[TestClass]
public sealed class ClockTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task Advancing_steps_from_due_timer_to_due_timer()
    {
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon));
        await world.RunAsync("Steps", "s1", "50");
        await world.RunAsync("Steps", "s2", "7.5");

        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        Assert.AreEqual("2030-01-01T18:00:00Z", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("now").GetString());
        Assert.AreEqual("Completed at 14:30:00", await world.EndOfAsync("s1"));
        Assert.AreEqual("Completed at 12:22:30", await world.EndOfAsync("s2"));
    }

    [TestMethod]
    public async Task The_clock_survives_a_restart_and_is_shared_by_file()
    {
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon));
        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        await world.RestartAsync();

        Assert.AreEqual(TimeSpan.FromHours(6).Ticks.ToString(CultureInfo.InvariantCulture), await File.ReadAllTextAsync(world.Host.Clock.Path));
        Assert.AreEqual(Noon.AddHours(6), world.Host.Clock.GetUtcNow());
    }

    [TestMethod]
    public async Task A_timer_that_came_due_while_the_host_was_down_fires_at_its_start()
    {
        var real = new FakeTimeProvider(Noon);
        await using var world = await SampleWorld.StartAsync(real);
        await world.RunAsync("Wait", "w1", "3600");
        using var settled = await world.AdvanceAsync("""{"by":"00:00:00"}""");

        await world.RestartAsync(meanwhile: () => real.Advance(TimeSpan.FromHours(2)));
        using var again = await world.AdvanceAsync("""{"by":"00:00:00"}""");

        Assert.AreEqual("Completed at 14:00:00", await world.EndOfAsync("w1"));
    }

    [TestMethod]
    public async Task A_step_that_makes_no_sense_is_a_400_problem()
    {
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon));

        foreach (var body in (string[])["", "{}", "[]", """{"by":"tomorrow"}""", """{"by":"-01:00:00"}""", """{"by":6}""", """{"by":"24:00:00"}""", """{"by":"1"}""", """{"by":" 01:00:00"}""", """{"by":"367.00:00:00"}"""])
        {
            using var answer = await world.AdvanceAsync(body);
            Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode, body);
            Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType!.MediaType, body);
        }
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
    public async Task Six_hours_of_a_timer_function_pass_in_seconds()
    {
        await using var world = await SampleWorld.StartAsync(new FakeTimeProvider(Noon));
        var began = TimeProvider.System.GetTimestamp();

        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        Assert.AreEqual("72", await world.Client.GetStringAsync("/ticks"), "every five minutes");
        Assert.IsLessThan(TimeSpan.FromSeconds(20), TimeProvider.System.GetElapsedTime(began));
    }

    [TestMethod]
    public async Task With_Azure_Storage_the_clock_cannot_be_moved()
    {
        await using var world = await SampleWorld.StartAsync(TimeProvider.System, usesAzureStorage: true);

        using var answer = await world.AdvanceAsync("""{"by":"06:00:00"}""");

        Assert.AreEqual(HttpStatusCode.Conflict, answer.StatusCode);
    }

    /// <summary>All of the local host but the providers, around the sample app.</summary>
    private sealed class SampleWorld : IAsyncDisposable
    {
        private readonly LocalHostOptions options;

        private SampleWorld(LocalHostOptions options, LocalHostApp host)
        {
            (this.options, Host) = (options, host);
            Client = new HttpClient { BaseAddress = host.BaseUri };
        }

        public LocalHostApp Host { get; private set; }

        public HttpClient Client { get; private set; }

        public static async Task<SampleWorld> StartAsync(TimeProvider realTime, bool usesAzureStorage = false)
        {
            var options = new LocalHostOptions
            {
                AppFolder = SampleHost.AppFolder,
                DataFolder = Directory.CreateTempSubdirectory("offramp-clock-").FullName,
                RealTime = realTime,
                UsesAzureStorage = usesAzureStorage,
                Settings = new Dictionary<string, string>
                {
                    ["AzureWebJobsStorage"] = await AzuriteFixture.ConnectionStringAsync(),
                    ["AzureWebJobs.Tally.Disabled"] = "true",
                },
            };
            return new(options, await LocalHostApp.StartAsync(options));
        }

        public async Task RestartAsync(Action? meanwhile = null)
        {
            Client.Dispose();
            await Host.DisposeAsync();
            meanwhile?.Invoke();
            Host = await LocalHostApp.StartAsync(options);
            Client = new HttpClient { BaseAddress = Host.BaseUri };
        }

        public async Task RunAsync(string orchestration, string id, string input)
        {
            using var answer = await Client.PostAsync($"/start/{orchestration}/{id}", new StringContent(input));
            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        }

        public Task<HttpResponseMessage> AdvanceAsync(string body) =>
            Client.PostAsync("/local/clock/advance", new StringContent(body, Encoding.UTF8, "application/json"));

        /// <summary>How an orchestration stands, and since when, to the nearest second: real time passes beside the clock.</summary>
        public async Task<string> EndOfAsync(string id)
        {
            var status = JsonDocument.Parse(await Client.GetStringAsync($"/runtime/webhooks/durabletask/instances/{id}?code={LocalSettings.DurableKey}")).RootElement;
            return $"{status.GetProperty("runtimeStatus").GetString()} at {status.GetProperty("lastUpdatedTime").GetDateTime().AddSeconds(0.5):HH:mm:ss}";
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Host.DisposeAsync();
            Directory.Delete(options.DataFolder, recursive: true);
        }
    }
}

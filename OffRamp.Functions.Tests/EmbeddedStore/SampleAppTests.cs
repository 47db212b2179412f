using System.Text;
using Newtonsoft.Json.Linq;
using OffRamp.Functions.Tests.FunctionsHost;
using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.EmbeddedStore.Functions;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>
/// The sample app behind the real Durable extension, on Microsoft's provider and on the embedded store: the same outcomes,
/// the same history, and the same answers of the management API and of the app's own client.
/// </summary>
[TestClass]
[TestCategory("Fidelity")]
public sealed class SampleAppTests
{
    // Of those that leave instances terminated and purge whatever is, one at a time.
    private static readonly SemaphoreSlim Purging = new(1);

    private static SampleHost azure = null!;
    private static SampleHost embedded = null!;
    private static EmbeddedTaskHub hub = null!;
    private static DirectoryInfo folder = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _)
    {
        folder = Directory.CreateTempSubdirectory("sample");
        hub = new(new EmbeddedStoreOptions { FilePath = Path.Combine(folder.FullName, "hub.db") });
        azure = await SampleHost.StartAsync();
        embedded = await SampleHost.StartAsync(options => options with
        {
            DurabilityProviders = [new EmbeddedDurabilityProviderFactory(hub)],
            Settings = new Dictionary<string, string>(options.Settings) { ["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"] = "embedded" },
        });
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await azure.DisposeAsync();
        await embedded.DisposeAsync();
        hub.Dispose();
        folder.Delete(recursive: true);
    }

    [TestMethod]
    [DataRow("Chain", "a")]
    [DataRow("FanOut", "a,b,c")]
    [DataRow("Wait", "0.5")]
    [DataRow("Parent", "a")]
    [DataRow("Count", "3")]
    [DataRow("Catch", "Boom")]
    [DataRow("Fail", "no")]
    [DataRow("Retry", "once")]
    public Task It_ends_the_same_with_the_same_history(string orchestration, string input) => SameAsync(async host =>
    {
        var id = await host.RunAsync(orchestration, input);
        return [await host.ResultAsync(id), await StatusAsync(host, id)];
    });

    [TestMethod]
    public Task Suspended_resumed_and_told_it_says_the_same() => SameAsync(async host =>
    {
        var id = await WaitingAsync(host);
        var suspended = await SendAsync(host, HttpMethod.Post, $"instances/{id}/suspend?reason=r");
        var held = await UntilAsync(host, id, "Suspended");
        var resumed = await SendAsync(host, HttpMethod.Post, $"instances/{id}/resume?reason=r");
        var goes = await UntilAsync(host, id, "Running");
        var told = await SendAsync(host, HttpMethod.Post, $"instances/{id}/raiseEvent/Happened", "\"told\"");
        return [suspended, held, resumed, goes, told, await UntilAsync(host, id, "Completed")];
    });

    [TestMethod]
    [DataRow("raiseEvent/Happened")]
    [DataRow("terminate?reason=r")]
    [DataRow("suspend?reason=r")]
    [DataRow("resume?reason=r")]
    public Task Who_is_not_there_or_has_ended_is_answered_the_same(string command) => SameAsync(async host =>
    {
        var ended = await host.RunAsync("Chain", "a");
        await host.ResultAsync(ended);
        return [await SendAsync(host, HttpMethod.Post, $"instances/nobody/{command}", "1"), ManagementAnswers.Without(ended, await SendAsync(host, HttpMethod.Post, $"instances/{ended}/{command}", "1"))];
    });

    [TestMethod]
    [DataRow("true")]
    [DataRow("false")]
    public Task Restarted_it_runs_again_with_the_same_input(string newId) => SameAsync(async host =>
    {
        var id = await host.RunAsync("Chain", "a");
        await host.ResultAsync(id);
        var answer = await SendAsync(host, HttpMethod.Post, $"instances/{id}/restart?restartWithNewInstanceId={newId}");
        var again = JObject.Parse(answer[answer.IndexOf('{')..])["id"]!.Value<string>()!;
        return [await SendAsync(host, HttpMethod.Post, $"instances/nobody/restart?restartWithNewInstanceId={newId}"), $"{again == id}", await host.ResultAsync(again), await StatusAsync(host, again)];
    });

    [TestMethod]
    public async Task Rewinding_is_refused_and_changes_nothing()
    {
        var id = await embedded.RunAsync("Fail", "no");
        await embedded.ResultAsync(id);
        var before = await StatusAsync(embedded, id);

        var answer = await SendAsync(embedded, HttpMethod.Post, $"instances/{id}/rewind?reason=r");

        Assert.StartsWith("501 ", answer);
        Assert.AreEqual(before, await StatusAsync(embedded, id));
    }

    [TestMethod]
    public Task Terminated_listed_and_purged_it_is_the_same() => SameAloneAsync(async host =>
    {
        var said = new List<string>();
        foreach (var id in new[] { "many-1", "many-2", "many-3" })
        {
            await StartAsync(host, id, "Wait", "3600");
            await UntilAsync(host, id, "Running");
        }
        foreach (var id in new[] { "many-1", "many-3" })
        {
            said.Add(await SendAsync(host, HttpMethod.Post, $"instances/{id}/terminate?reason=enough"));
            said.Add(await UntilAsync(host, id, "Terminated"));
        }
        said.Add(await ListAsync(host, "instanceIdPrefix=many-&showInput=true"));
        said.Add(await ListAsync(host, "instanceIdPrefix=many-&runtimeStatus=Running&showInput=false"));
        said.Add(await SendAsync(host, HttpMethod.Delete, "instances?createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Terminated"));
        said.Add(await SendAsync(host, HttpMethod.Delete, "instances/many-2"));
        said.Add(await SendAsync(host, HttpMethod.Delete, "instances/many-2"));
        said.Add(await ListAsync(host, "instanceIdPrefix=many-"));
        return said;
    });

    [TestMethod]
    public Task The_app_s_own_client_is_answered_the_same() => SameAloneAsync(async host =>
    {
        await StartAsync(host, "app-1", "Wait", "3600");
        await UntilAsync(host, "app-1", "Running");
        await StartAsync(host, "app-2", "Chain", "a");
        await StartAsync(host, "app-3", "Fail", "no");
        await host.ResultAsync("app-2");
        await host.ResultAsync("app-3");
        var said = new List<string>();
        foreach (var (command, state) in new[] { ("suspend", "Suspended"), ("resume", "Running"), ("terminate", "Terminated") })
        {
            said.Add(await CallAsync(host, $"/tell/{command}/app-1"));
            said.Add(await UntilAsync(host, "app-1", state));
        }
        foreach (var question in new[] { "state/app-2", "state/nobody", "list/app-", "purge/app-2", "purge/app-2", "list/app-" })
        {
            said.Add(await CallAsync(host, $"/ask/{question}"));
        }
        return said;
    });

    private static async Task SameAloneAsync(Func<SampleHost, Task<List<string>>> ask)
    {
        await Purging.WaitAsync();
        try
        {
            await SameAsync(ask);
        }
        finally
        {
            Purging.Release();
        }
    }

    private static async Task SameAsync(Func<SampleHost, Task<List<string>>> ask)
    {
        var (expected, actual) = (ask(azure), ask(embedded));

        Assert.AreEqual(string.Join('\n', await expected), string.Join('\n', await actual));
    }

    private static async Task<string> WaitingAsync(SampleHost host)
    {
        var id = await host.RunAsync("Wait", "3600");
        await UntilAsync(host, id, "Running");
        return id;
    }

    private static async Task StartAsync(SampleHost host, string id, string orchestration, string input)
    {
        using var started = await host.PostAsync($"/start/{orchestration}/{id}", input);
        started.EnsureSuccessStatusCode();
    }

    private static async Task<string> CallAsync(SampleHost host, string path)
    {
        using var answer = await host.PostAsync(path);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private static async Task<string> SendAsync(SampleHost host, HttpMethod method, string path, string body = "")
    {
        using var request = Request(method, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await host.Client.SendAsync(request);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private static HttpRequestMessage Request(HttpMethod method, string path) => new(method, SampleHost.Management(path));

    /// <summary>All pages of two, each instance as a line.</summary>
    private static async Task<string> ListAsync(SampleHost host, string filter)
    {
        var (said, token) = (new StringBuilder(), "");
        do
        {
            using var request = Request(HttpMethod.Get, $"instances?top=2&{filter}");
            request.Headers.Add("x-ms-continuation-token", token);
            using var answer = await host.Client.SendAsync(request);
            token = answer.Headers.TryGetValues("x-ms-continuation-token", out var next) ? next.Single() : "";
            foreach (var instance in JArray.Parse(await answer.Content.ReadAsStringAsync()).Cast<JObject>())
            {
                said.Append((int)answer.StatusCode).Append(' ').Append(instance["instanceId"]).Append(' ').AppendLine(ManagementAnswers.Settled(instance));
            }
        }
        while (token is not ("" or "null"));
        return said.ToString();
    }

    /// <summary>What is said of it as soon as it is in the state.</summary>
    private static async Task<string> UntilAsync(SampleHost host, string id, string state)
    {
        await host.UntilAsync(id, state);
        return await StatusAsync(host, id);
    }

    private static async Task<string> StatusAsync(SampleHost host, string id)
    {
        var answer = await SendAsync(host, HttpMethod.Get, $"instances/{id}?showHistory=true&showHistoryOutput=true&showInput=true");
        var from = answer.IndexOf('{');
        return from < 0 ? answer : answer[..from] + ManagementAnswers.Without(id, ManagementAnswers.Settled(JObject.Parse(answer[from..])));
    }
}

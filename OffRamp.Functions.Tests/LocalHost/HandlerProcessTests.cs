using System.Collections.Concurrent;
using System.Diagnostics;
using OffRamp.LocalHost;
using OffRamp.LocalHost.Handler;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class HandlerProcessTests
{
    private const string Answers = "listen((request, response) => response.end(request.url + ' ' + process.pid));";

    [TestMethod]
    public async Task The_handler_gets_the_hosts_environment_and_the_settings()
    {
        using var app = new NodeApp("""
            listen((request, response) => say(response, JSON.stringify([
              process.env.FUNCTIONS_HTTPWORKER_PORT === process.env.FUNCTIONS_CUSTOMHANDLER_PORT,
              process.env.FUNCTIONS_HTTPWORKER_ID === process.env.FUNCTIONS_CUSTOMHANDLER_WORKER_ID,
              process.env.FUNCTIONS_APP_ROOT_PATH === process.cwd(), process.env.OWN_SETTING, process.env.OFFRAMP_DURABLE_KEY])));
            """);
        await using var host = await StartAsync(app, options => options with { Settings = new Dictionary<string, string> { ["OWN_SETTING"] = "yes" } });

        var seen = await GetAsync(host);

        Assert.AreEqual("""[true,true,true,"yes","local-durable-key"]""", seen);
    }

    [TestMethod]
    [DataRow(200)]
    [DataRow(1)]
    public async Task A_handler_that_exits_is_started_again(int exitCode)
    {
        using var app = new NodeApp($"listen((request, response) => request.url === '/exit' ? process.exit({exitCode}) : response.end('' + process.pid));");
        await using var host = await StartAsync(app);
        var before = await GetAsync(host);

        await PostAsync(host, "exit");
        var after = await GetAsync(host);

        Assert.AreNotEqual(before, after);
        Assert.HasCount(2, app.Starts);
    }

    [TestMethod]
    public async Task A_killed_handler_is_started_again()
    {
        using var app = new NodeApp(Answers);
        await using var host = await StartAsync(app);
        await GetAsync(host);

        Process.GetProcessById(app.Starts[0]).Kill();
        var after = await GetAsync(host);

        Assert.AreEqual($"/x {app.Starts[1]}", after);
    }

    [TestMethod]
    public async Task A_handler_that_exits_with_0_stays_away()
    {
        using var app = new NodeApp("listen((request, response) => request.url === '/exit' ? process.exit(0) : response.end());");
        var errors = new ConcurrentQueue<string>();
        await using var host = await StartAsync(app, options => options with { OnError = errors.Enqueue });
        await PostAsync(host, "exit");

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(host.BaseUri, "x"));

        Assert.AreEqual(502, (int)answer.StatusCode);
        Assert.HasCount(1, app.Starts);
        Assert.IsTrue(errors.Any(line => line.Contains("exited with code 0", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_handler_that_never_starts_is_one_clear_failure()
    {
        using var app = new NodeApp("console.error('the settings are wrong'); process.exit(3);");

        var failure = await Assert.ThrowsExactlyAsync<HostFailure>(() => StartAsync(app));

        Assert.Contains("exits with code 3", failure.Message);
        Assert.Contains("the settings are wrong", failure.Message);
        Assert.HasCount(3, app.Starts);
    }

    [TestMethod]
    public async Task Only_the_first_calls_wait_for_the_handler()
    {
        using var app = new NodeApp("setTimeout(() => " + Answers.TrimEnd(';') + ", 300);");
        await using var host = await StartAsync(app);

        var answer = await GetAsync(host);

        Assert.AreEqual($"/x {app.Starts.Single()}", answer);
    }

    [TestMethod]
    public async Task Its_lines_are_passed_on()
    {
        using var app = new NodeApp("console.log('hello'); console.error('oh no'); " + Answers);
        var (output, errors) = (new TaskCompletionSource<string>(), new TaskCompletionSource<string>());
        await using var host = await StartAsync(app, options => options with { OnOutput = line => output.TrySetResult(line), OnError = line => errors.TrySetResult(line) });

        Assert.AreEqual("hello", await output.Task);
        Assert.AreEqual("oh no", await errors.Task);
    }

    [TestMethod]
    public async Task The_function_timeout_restarts_the_handler()
    {
        using var app = new NodeApp("listen((request, response) => { if (request.url !== '/hang') response.end('' + started); });");
        await using var host = await StartAsync(app, options => options with { FunctionTimeout = TimeSpan.FromMilliseconds(300) });

        using var http = new HttpClient();
        using var hung = await http.GetAsync(new Uri(host.BaseUri, "hang"));
        var after = await GetAsync(host);

        Assert.AreEqual(504, (int)hung.StatusCode);
        Assert.AreEqual("2", after);
    }

    [TestMethod]
    public async Task A_handler_that_dies_during_an_orchestrator_call_fails_the_instance_for_good()
    {
        using var app = new NodeApp("listen((request, response) => request.url === '/Wait' ? process.exit(1) : response.end());");
        await using var host = await StartAsync(app);

        await host.Hub.StartAsync("w1", "Wait", null);
        await host.ClockAdvance.AdvanceAsync(TimeSpan.Zero);

        lock (host.Hub.State.Gate)
            Assert.AreEqual("Failed", host.Hub.State.Instances["w1"].Status.ToString());
    }

    private static Task<LocalHostApp> StartAsync(NodeApp app, Func<LocalHostOptions, LocalHostOptions>? change = null)
    {
        var options = new LocalHostOptions { AppFolder = app.Folder, DataFolder = app.Data };
        return LocalHostApp.StartAsync(change?.Invoke(options) ?? options);
    }

    private static async Task PostAsync(LocalHostApp host, string path)
    {
        using var http = new HttpClient();
        using var content = new StringContent("now");
        using var answer = await http.PostAsync(new Uri(host.BaseUri, path), content);
        Assert.AreEqual(502, (int)answer.StatusCode);
    }

    private static async Task<string> GetAsync(LocalHostApp host, string path = "x")
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(host.BaseUri, path));
    }
}

using System.Diagnostics;
using System.Net;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>The real process, started as the Functions host starts it.</summary>
[TestClass]
public sealed class StartTests
{
    [TestMethod]
    public async Task Without_settings_it_says_which_and_ends_with_an_error()
    {
        using var process = Start([]);

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.AreEqual(1, process.ExitCode);
        StringAssert.Contains(error, "OFFRAMP_SERVER_KEY: is missing");
    }

    [TestMethod]
    [TestCategory("Trap 3")]
    public async Task With_settings_it_answers_at_the_host_s_port_and_never_ends_with_success()
    {
        var tables = await AzuriteTables.StartAsync();
        var port = FreePorts.Next();
        using var process = Start(
            [.. TestSettings.Sample.Select(s => (s.Key, s.Value)), ("AzureWebJobsStorage", tables.ConnectionString),
            ("OFFRAMP_TABLE_PREFIX", tables.Prefix), ("FUNCTIONS_CUSTOMHANDLER_PORT", port.ToString())]);
        using var end = new EndOf(process);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };

        using var ping = await AskUntilItListensAsync(client, process);
        using var ready = await client.GetAsync("/health/ready");
        using var stop = Process.Start("kill", process.Id.ToString());
        await process.WaitForExitAsync();

        Assert.AreEqual(HttpStatusCode.OK, ping.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, ready.StatusCode);
        Assert.AreEqual(200, process.ExitCode);
    }

    // As the Functions host does it: ask again while nobody listens.
    private static async Task<HttpResponseMessage> AskUntilItListensAsync(HttpClient client, Process process)
    {
        while (true)
            try
            {
                return await client.GetAsync("/");
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Yield();
            }
    }

    private static Process Start((string Name, string? Value)[] settings)
    {
        var start = new ProcessStartInfo(Repository.PathOf("OffRamp.Functions", "bin", Configuration, "net10.0", "OffRamp.Functions"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private sealed class EndOf(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}

using System.Diagnostics;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The host as a real process, killed as a laptop kills.</summary>
[TestClass]
public sealed class HostProcessTests
{
    [TestMethod]
    public async Task A_waiting_orchestration_outlives_kill_9_of_the_host_and_no_child_does()
    {
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);
        await first.RunAsync("Wait", "w1");
        var waiting = await first.StatusAsync("w1");
        var worker = await first.WorkerAsync();
        first.Kill();
        await ChildIsGoneAsync(worker);

        using var second = await HostProcess.StartAsync(app);
        await second.PostAsync("instances/w1/raiseEvent/Happened", "\"went\"");
        var ended = await second.StatusAsync("w1");

        Assert.AreEqual("Running", waiting.GetProperty("runtimeStatus").GetString());
        Assert.AreEqual("went", ended.GetProperty("output").GetString());
    }

    [TestMethod]
    public async Task A_second_host_on_the_same_data_says_one_line_and_fails_and_INT_ends_the_first_with_its_worker_within_10_seconds()
    {
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);

        using var second = HostProcess.Launch(app);
        var (said, exitCode) = await second.EndAsync();

        Assert.AreEqual(1, exitCode);
        Assert.HasCount(1, said.Trim().Split('\n'));
        Assert.Contains("Another host", said);
        await EndsAsync(first, await first.WorkerAsync(), "INT");
    }

    [TestMethod]
    public async Task TERM_ends_the_host_with_its_worker_within_10_seconds_and_a_damaged_store_stops_the_next_with_one_line_and_is_left_as_it_is()
    {
        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);
        await first.RunAsync("Wait", "w1");
        await EndsAsync(first, await first.WorkerAsync(), "TERM");
        var store = Path.Combine(app.Data, "durable.db");
        var bytes = await File.ReadAllBytesAsync(store);
        Array.Fill<byte>(bytes, 0x5A, 0, 64);
        await File.WriteAllBytesAsync(store, bytes);

        using var second = HostProcess.Launch(app);
        var (said, exitCode) = await second.EndAsync();

        Assert.AreEqual(1, exitCode);
        Assert.HasCount(1, said.Trim().Split('\n'), said);
        Assert.Contains(store, said);
        CollectionAssert.AreEqual(bytes, await File.ReadAllBytesAsync(store));
    }

    /// <summary>The system's own limit to a file's size stands for the full disk: the kernel refuses the write.</summary>
    [TestMethod]
    public async Task On_a_full_disk_the_host_acknowledges_nothing_says_why_and_goes_on_when_there_is_room()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var app = new SampleData();
        using var first = await HostProcess.StartAsync(app);
        await first.RunAsync("Wait", "w1");
        await first.StatusAsync("w1");
        await first.LimitFilesAsync("100");

        var (status, why) = await first.TryAsync("instances/w1/raiseEvent/Happened");
        var during = await first.StatusAsync("w1");
        await first.LimitFilesAsync("unlimited");
        await first.RunAsync("Wait", "w2");
        first.Kill();
        using var second = await HostProcess.StartAsync(app);

        Assert.IsGreaterThanOrEqualTo(500, status, why);
        Assert.Contains("disk", first.Said);
        Assert.AreEqual("Running", during.GetProperty("runtimeStatus").GetString());
        Assert.AreEqual("Running", (await second.StatusAsync("w1")).GetProperty("runtimeStatus").GetString(), "what was refused has not happened");
        Assert.AreEqual("Running", (await second.StatusAsync("w2")).GetProperty("runtimeStatus").GetString(), "what was taken in with room again is kept");
    }

    /// <summary>A storage that hangs is worse than one that is gone: nothing is refused, everything is waited for.</summary>
    [TestMethod]
    [DataRow("embedded", "TERM")]
    [DataRow("azure-storage", "TERM")]
    [DataRow("azure-storage", "INT")]
    public async Task Also_with_a_storage_that_does_not_answer_it_ends_within_10_seconds(string store, string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var app = new SampleData();
        using var host = await HostProcess.StartAsync(app, ("OFFRAMP_AZURITE_PORT", "0"), ("OFFRAMP_DURABLE_STORE", store));
        await host.RunAsync("Wait", "w1");
        var worker = await host.WorkerAsync();
        var azurite = app.Children().Single(child => child != worker);
        HostProcess.Signal("STOP", azurite);

        await EndsAsync(host, worker, signal);
        await ChildIsGoneAsync(azurite);
    }

    /// <summary>With its worker, by itself and with code 0.</summary>
    private static async Task EndsAsync(HostProcess host, int worker, string signal)
    {
        var began = TimeProvider.System.GetTimestamp();
        host.Signal(signal);
        var (_, exitCode) = await host.EndAsync();

        Assert.AreEqual(0, exitCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(10), TimeProvider.System.GetElapsedTime(began));
        await ChildIsGoneAsync(worker);
    }

    private static async Task ChildIsGoneAsync(int processId)
    {
        try
        {
            using var child = Process.GetProcessById(processId);
            await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }
}

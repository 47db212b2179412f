using System.Diagnostics;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Realtime;

/// <summary>One who follows a sell with Microsoft's own client, the npm package <c>@azure/web-pubsub-client</c>, in Node.js.</summary>
internal sealed class AzureFollower : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process node;
    private readonly List<JsonElement> heard = [];

    private AzureFollower(Process node) => this.node = node;

    public long[] Sequences => [.. heard.Select(update => update.GetProperty("sequence").GetInt64())];

    public static async Task<AzureFollower> ConnectAsync(string url, bool isReliable)
    {
        var start = new ProcessStartInfo(
            "node", [Repository.PathOf("OffRamp.Functions.Tests", "Realtime", "follow.cjs"), url, isReliable ? "reliable" : "json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var follower = new AzureFollower(Process.Start(start)!);
        Assert.AreEqual("connected", await follower.ReadAsync("said"));
        return follower;
    }

    /// <summary>Listens until this event was heard.</summary>
    public async Task UntilAsync(long sequence)
    {
        while (heard.Count == 0 || Sequences[^1] < sequence)
        {
            await ReadLineAsync();
        }
    }

    /// <summary>Tries something else than listening; says what came of it.</summary>
    public async Task<string> TryAsync(string what, string group)
    {
        await node.StandardInput.WriteLineAsync($"{what} {group}");
        return await ReadAsync("tried");
    }

    public async ValueTask DisposeAsync()
    {
        node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }

    /// <summary>The next line of this name; updates may come at any time.</summary>
    private async Task<string> ReadAsync(string name)
    {
        while (true)
        {
            if ((await ReadLineAsync()).TryGetProperty(name, out var value))
            {
                return value.GetString()!;
            }
        }
    }

    private async Task<JsonElement> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = JsonElement.Parse(await node.StandardOutput.ReadLineAsync(patience.Token) ?? throw new AssertFailedException("The client has ended."));
        if (line.TryGetProperty("update", out var update))
        {
            heard.Add(update);
        }

        return line;
    }
}

using System.Diagnostics;
using OffRamp.Client;
using OffRamp.Client.Models;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.Scenarios.Partner;

/// <summary>
/// A partner that is a script with the client for Node.js, against all that <c>./run</c> starts: 14 sells here (each kind in
/// both sources' shapes), 500 by <c>./soak partner</c>. At the end it is read once more with the client for .NET.
/// </summary>
[TestClass]
[TestCategory("Soak"), TestCategory("Partner")]
public sealed class PartnerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Webhooks_feed_and_WebSocket_tell_the_same_story_of_every_sell_though_the_endpoint_refuses_up_to_three_times()
    {
        var data = Directory.CreateTempSubdirectory("partner-").FullName;
        await using (var host = await LocalHostApp.StartAsync(new LocalHostOptions
        {
            AppFolder = WholeAppTests.AppFolder,
            DataFolder = data,
            AzuritePort = 0,
            SandboxPort = 0,
            RealtimePort = 0,
            Settings = LocalSettings.Defaults,
        }))
        {
            Assert.AreEqual(0, await PlayAsync(host, sells: Soak.IsFull ? 500 : 14), "The script says what is wrong.");
            await FeedEndsWhereSellsStandAsync(host);
        }

        Directory.Delete(data, recursive: true);
    }

    private async Task<int> PlayAsync(LocalHostApp host, int sells)
    {
        var script = Repository.PathOf("OffRamp.Functions.Tests", "Scenarios", "Partner", "partner.mjs");
        var token = LocalSettings.Defaults["OFFRAMP_DEMO_PARTNER_TOKEN"];
        using var node = Process.Start(new ProcessStartInfo(
            "node", [script, Root(host.BaseUri), Root(host.Sandbox!.BaseUri), token, $"{sells}"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(Patience);
        await using var _ = patience.Token.Register(() => node.Kill(entireProcessTree: true));
        var errors = node.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await node.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            TestContext.DisplayMessage(MessageLevel.Informational, line);
        }

        await node.WaitForExitAsync(CancellationToken.None);
        if (await errors is { Length: > 0 } said)
        {
            TestContext.WriteLine(said);
        }

        return node.ExitCode;
    }

    /// <summary>By the client for .NET: each sell's events are there without a gap, and the last one says how it stands.</summary>
    private static async Task FeedEndsWhereSellsStandAsync(LocalHostApp host)
    {
        using var gate = new OffRampClient(new OffRampOptions { BaseUrl = host.BaseUri, Token = LocalSettings.Defaults["OFFRAMP_DEMO_PARTNER_TOKEN"] });
        var told = new List<OffRampEvent>();
        for (var options = new FeedOptions(); ;)
        {
            var page = await gate.Events.PageAsync(options);
            told.AddRange(page.Data);
            if (!page.HasMore)
            {
                break;
            }

            options = options with { After = page.NextCursor };
        }

        var bySell = told.GroupBy(one => one.Sell?.SessionId ?? one.Session!.Id).ToDictionary(one => one.Key, one => one.ToList());
        await foreach (var sell in gate.Sells.List())
        {
            var events = bySell[sell.SessionId];
            CollectionAssert.AreEqual(Enumerable.Range(1, events.Count).Select(n => (long)n).ToList(), events.Select(one => one.Sequence).ToList());
            Assert.AreEqual((sell.Status, sell.Phase, sell.Sequence), (events[^1].Sell!.Status, events[^1].Sell!.Phase, events[^1].Sequence));
        }
    }

    private static string Root(Uri address) => address.GetLeftPart(UriPartial.Authority);
}

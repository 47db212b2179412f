using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Growth;

/// <summary>
/// What a call costs does not depend on what is stored: with a thousand sells of one partner, and with a million, 100,000 a day. Tables
/// are in memory and answer at once, so times are the app's own and the wire's; operations are those of Azure.
/// </summary>
[TestClass]
public sealed class StoredSellsTests
{
    private const long Few = 1_000;
    private const long Many = 1_000_000;
    private const int Waiting = 10_000;
    private const int Times = 5;

    /// <summary>Where an event's place is found by halving: a thousand times as many are ten more looks, and some pages are what happened within five minutes.</summary>
    private const int Halvings = 14;

    private static readonly TimeSpan Apart = TimeSpan.FromDays(1) / 100_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_call_costs_the_same_with_a_thousand_and_with_a_million_stored_sells()
    {
        var one = await SoldOnce.SellAsync();

        var (few, many) = (await MeasureAsync(one, Few), await MeasureAsync(one, Many));

        TestContext.WriteLine(string.Join('\n', few.Select(call => string.Create(
            CultureInfo.InvariantCulture,
            $"| {call.Key} | {call.Value.Operations} | {many[call.Key].Operations} | {call.Value.Milliseconds:0.0} | {many[call.Key].Milliseconds:0.0} |"))));
        foreach (var (name, cost) in few)
        {
            Assert.IsGreaterThan(0, cost.Operations, name);
            Assert.IsLessThanOrEqualTo(cost.Operations + (name.Contains("from=", StringComparison.Ordinal) ? Halvings : 0), many[name].Operations, name);
        }
    }

    private static async Task<Dictionary<string, Cost>> MeasureAsync(SoldOnce one, long count)
    {
        var log = new OperationLog();
        var tables = one.Grow(count, Apart);
        var now = one.At + (count / 2 * Apart) + TimeSpan.FromHours(2);
        Wait(tables, now);
        await using var app = await RunningApp.StartAsync(TestSettings.Local(), services => services
            .AddSingleton(tables.Connect(log)).AddSingleton<TimeProvider>(new FakeTimeProvider(now)).AddSingleton<IOrchestrationClient>(new FakeOrchestrations()));
        var costs = new Dictionary<string, Cost>();
        foreach (var (name, path) in Paths(one))
        {
            costs[name] = await CostAsync(log, () => AskAsync(app, path));
        }

        costs[$"timer `ReviveSells`, {Waiting:N0} waiting"] = await CostAsync(log, () => app.Services.GetRequiredService<ReviveSells>().RunAsync(default));
        return costs;
    }

    private static IEnumerable<(string Name, string Path)> Paths(SoldOnce one)
    {
        var at = Uri.EscapeDataString(one.At.ToString("O", CultureInfo.InvariantCulture));
        yield return ("`GET /v1/sells`", "/v1/sells");
        yield return ("`GET /v1/sells?created_before=`", $"/v1/sells?created_before={at}");
        yield return ("`GET /v1/sells?tx_hash=`", $"/v1/sells?tx_hash={one.TxHash}");
        yield return ("`GET /v1/sells/{id}`", $"/v1/sells/{one.Session.SellId}");
        yield return ("`GET /v1/sessions`", "/v1/sessions");
        yield return ("`GET /v1/events`", "/v1/events");
        yield return ("`GET /v1/events?from=`", $"/v1/events?from={at}");
        yield return ("`GET /v1/settlements?date=`, a page", $"/v1/settlements?date={one.At:yyyy-MM-dd}&limit=20");
        yield return ("find by transaction", $"/ops/api/find?tx_hash={one.TxHash}");
        yield return ("find by e-mail", $"/ops/api/find?email={Uri.EscapeDataString(SoldOnce.Email)}");
        yield return ("find by reference", $"/ops/api/find?reference={Uri.EscapeDataString(SoldOnce.Reference)}");
        yield return ("find by id", $"/ops/api/find?reference={one.Session.SellId}");
        yield return ("console: a queue", "/ops/api/sells?queue=on_hold");
        yield return ("console: a sell", $"/ops/api/sells/{one.Session.SellId}");
    }

    private static async Task AskAsync(RunningApp app, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = path.StartsWith("/ops", StringComparison.Ordinal) ? null : new("Bearer", Shop.Token);
        request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        using var answer = await app.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, $"{path}: {text}");
        Assert.IsTrue(path.Contains("queue", StringComparison.Ordinal) || text.Contains("sell_", StringComparison.Ordinal), $"{path}: {text}");
    }

    /// <summary>Sells that wait for their deposits, and whose next visit is not due.</summary>
    private static void Wait(GrownTables tables, DateTimeOffset now)
    {
        for (var n = 0; n < Waiting; n++)
        {
            var id = new SellId(Id26.New(now - TimeSpan.FromMilliseconds(n)));
            tables.Put(StorageNames.Index, new Row(IndexKeys.Open(id), IndexKeys.SellRow(id)).Set("WakeAt", now + TimeSpan.FromHours(4)));
        }
    }

    /// <summary>What it asks of the tables, and how long it takes in the median.</summary>
    private static async Task<Cost> CostAsync(OperationLog log, Func<Task> call)
    {
        await call();
        var times = new List<double>();
        for (var n = 0; n < Times; n++)
        {
            log.Clear();
            var began = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return new(log.Count, times.Order().ElementAt(Times / 2));
    }

    private sealed record Cost(int Operations, double Milliseconds);
}

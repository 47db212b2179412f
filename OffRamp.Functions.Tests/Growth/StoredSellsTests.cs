using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Growth;

/// <summary>
/// What a call costs does not depend on what is stored: with a thousand sells of one partner, and with a million, 100,000 a day. Tables
/// are in memory and answer at once, so times are the app's own and the wire's; a page ends after 1,000 rows that match, as Azure's does at the latest.
/// </summary>
[TestClass]
public sealed class StoredSellsTests
{
    private const long Fewest = 20;
    private const long Few = 1_000;
    private const long Many = 1_000_000;
    private const int Waiting = 10_000;
    private const int EndedToday = 1_000;
    private const int Times = 3;

    /// <summary>Where an event's place is found by halving: a thousand times as many are ten more looks, and some pages are what happened within five minutes.</summary>
    private const int Halvings = 14;

    private static readonly TimeSpan Apart = TimeSpan.FromDays(1) / 100_000;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_call_costs_the_same_with_a_thousand_and_with_a_million_stored_sells()
    {
        var one = await SoldOnce.SellAsync();

        // The compiler's time would be that of whoever is measured first.
        await MeasureAsync(one, Fewest);
        var (few, many) = (await MeasureAsync(one, Few), await MeasureAsync(one, Many));

        TestContext.WriteLine(string.Join('\n', few.Select(call => string.Create(
            CultureInfo.InvariantCulture,
            $"| {call.Key} | {call.Value.Operations:N0} | {many[call.Key].Operations:N0} | {call.Value.Milliseconds:0} | {many[call.Key].Milliseconds:0} |"))));
        foreach (var (name, cost) in few)
        {
            Assert.IsGreaterThan(0, cost.Operations, name);
            Assert.IsLessThanOrEqualTo(cost.Operations + MoreOf(name), many[name].Operations, name);
        }

        // A call that asks for more than it did is seen here, too.
        var said = Markdown.Read("docs/performance.md").TableRows.Where(row => row.Length == 5).ToLookup(row => row[0], row => $"{row[1]}, {row[2]}");
        var wrong = few.Where(call => !said[Plain(call.Key)].Contains(string.Create(CultureInfo.InvariantCulture, $"{call.Value.Operations:N0}, {many[call.Key].Operations:N0}")));
        Assert.AreEqual("", string.Join('\n', wrong.Select(call => $"{call.Key}: {call.Value.Operations}, {many[call.Key].Operations}; the page says {string.Join("; ", said[Plain(call.Key)])}")));
    }

    [TestMethod]
    public async Task A_reference_of_more_than_a_thousand_sells_is_looked_for_in_its_partners_list()
    {
        var one = await SoldOnce.SellAsync();
        var tables = one.Grow(Fewest, Apart);
        for (var n = 0; n < 1_000; n++)
        {
            tables.Put(StorageNames.Index, new Row(SellIndex.Reference(SoldOnce.Reference), IndexKeys.SellRow(new SellId(Id26.New(one.At)))));
        }

        await using var app = await StartAsync(tables, new(), one.At + TimeSpan.FromHours(2));
        var listed = JsonElement.Parse(await AskAsync(app, $"/v1/sells?user_reference={Uri.EscapeDataString(SoldOnce.Reference)}"));

        Assert.AreEqual(Fewest, listed.GetProperty("data").GetArrayLength());
    }

    [TestMethod]
    public async Task The_night_reads_each_sell_that_ended_once_and_writes_it_once()
    {
        var one = await SoldOnce.SellAsync();
        foreach (var ended in (int[])[1_000, 2_000])
        {
            var (log, tables) = (new OperationLog(), one.Grow(ended, Apart));
            await using var app = await StartAsync(tables, log, one.At + TimeSpan.FromDays(1));
            await EndAsync(app, tables, ended);

            var cost = await OnceAsync(log, () => app.Services.GetRequiredService<CheckLedgers>().RunAsync(default));

            TestContext.WriteLine($"{ended} ended: {cost}");
            Assert.AreEqual((ended / StorageLimits.PageRows) + 1 + (2 * ended), cost.Operations);
        }
    }

    private static string Plain(string name) => name.Replace("`", "", StringComparison.Ordinal);

    private static int MoreOf(string name) =>
        name.Contains("from=", StringComparison.Ordinal) ? Halvings
        : name.Contains("a whole page", StringComparison.Ordinal) ? 1 // which is followed by another
        : 0;

    private static async Task<Dictionary<string, Cost>> MeasureAsync(SoldOnce one, long count)
    {
        var (log, tables) = (new OperationLog(), one.Grow(count, Apart));
        var now = one.At + (count / 2 * Apart) + TimeSpan.FromHours(2);
        await using var app = await StartAsync(tables, log, now);
        var queues = new QueueIndex(app.Services.GetRequiredService<TableStore>());
        foreach (var sell in await NewestAsync(app, 20))
        {
            await queues.EnterAsync(Queues.WebhookDead, sell, default);
        }

        var costs = new Dictionary<string, Cost>();
        foreach (var (name, path) in Paths(one))
        {
            costs[name] = await CostAsync(log, () => AskAsync(app, path));
        }

        costs["`GET /v1/sells?status=failed`, where none is"] = await OnceAsync(log, () => AskAsync(app, "/v1/sells?status=failed", isFound: false));
        costs["`GET /v1/settlements?date=`, a whole page"] = await OnceAsync(log, () => AskAsync(app, $"/v1/settlements?date={one.At:yyyy-MM-dd}"));
        await EndAsync(app, tables, EndedToday);
        costs[$"night `CheckLedgers`, {EndedToday:N0} that ended since"] = await OnceAsync(log, () => app.Services.GetRequiredService<CheckLedgers>().RunAsync(default));
        Wait(tables, now, TimeSpan.FromHours(4));
        costs[$"timer `ReviveSells`, {Waiting:N0} waiting, none due"] = await CostAsync(log, () => app.Services.GetRequiredService<ReviveSells>().RunAsync(default));
        Wait(tables, now, TimeSpan.FromMinutes(-30));
        costs[$"console: `queue=stuck`, {Waiting:N0} late of which none is"] = await OnceAsync(log, () => AskAsync(app, "/ops/api/sells?queue=stuck", isFound: false));
        return costs;
    }

    private static Task<RunningApp> StartAsync(GrownTables tables, OperationLog log, DateTimeOffset now) => RunningApp.StartAsync(TestSettings.Local(), services => services
        .AddSingleton(tables.Connect(log)).AddSingleton<TimeProvider>(new FakeTimeProvider(now)).AddSingleton<IOrchestrationClient>(new FakeOrchestrations()));

    private static async Task<IReadOnlyList<SellId>> NewestAsync(RunningApp app, int count)
    {
        var listed = TableFilter.PartitionEquals(IndexKeys.Partner(DemoPartner.Id)).And.RowKeyStartsWith(IndexKeys.SessionPrefix);
        var rows = app.Services.GetRequiredService<TableStore>().Table(StorageNames.Index).QueryAllAsync(listed);
        return await rows.Take(count).Select(row => IndexKeys.SessionOf(row.RowKey)!.Value.Sell).ToListAsync();
    }

    private static IEnumerable<(string Name, string Path)> Paths(SoldOnce one)
    {
        var at = Uri.EscapeDataString(one.At.ToString("O", CultureInfo.InvariantCulture));
        var reference = Uri.EscapeDataString(SoldOnce.Reference);
        yield return ("`GET /v1/sells`", "/v1/sells");
        yield return ("`GET /v1/sells?created_before=`", $"/v1/sells?created_before={at}");
        yield return ("`GET /v1/sells?tx_hash=`", $"/v1/sells?tx_hash={one.TxHash}");
        yield return ("`GET /v1/sells?user_reference=`", $"/v1/sells?user_reference={reference}");
        yield return ("`GET /v1/sells/{id}`", $"/v1/sells/{one.Session.SellId}");
        yield return ("`GET /v1/sessions`", "/v1/sessions");
        yield return ("`GET /v1/events`", "/v1/events");
        yield return ("`GET /v1/events?from=`", $"/v1/events?from={at}");
        yield return ("`GET /v1/settlements?date=`, a page of 20", $"/v1/settlements?date={one.At:yyyy-MM-dd}&limit=20");
        yield return ("find by transaction", $"/ops/api/find?tx_hash={one.TxHash}");
        yield return ("find by e-mail", $"/ops/api/find?email={Uri.EscapeDataString(SoldOnce.Email)}");
        yield return ("find by reference", $"/ops/api/find?reference={reference}");
        yield return ("find by id", $"/ops/api/find?reference={one.Session.SellId}");
        yield return ("console: a queue of 20", $"/ops/api/sells?queue={Queues.WebhookDead}");
        yield return ("console: a sell", $"/ops/api/sells/{one.Session.SellId}");
    }

    private static async Task<string> AskAsync(RunningApp app, string path, bool isFound = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = path.StartsWith("/ops", StringComparison.Ordinal) ? null : new("Bearer", Shop.Token);
        request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        using var answer = await app.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, $"{path}: {text}");
        Assert.AreEqual(isFound, text.Contains("sell_", StringComparison.Ordinal), $"{path}: {text}");
        return text;
    }

    /// <summary>The newest have ended since their ledgers were last found closed.</summary>
    private static async Task EndAsync(RunningApp app, GrownTables tables, int count)
    {
        foreach (var sell in await NewestAsync(app, count))
        {
            tables.Put(StorageNames.Index, new Row(IndexKeys.Ended, IndexKeys.SellRow(sell)));
        }
    }

    /// <summary>Sells that wait for their deposits, and are to be visited then.</summary>
    private static void Wait(GrownTables tables, DateTimeOffset now, TimeSpan visit)
    {
        for (var n = 0; n < Waiting; n++)
        {
            var id = new SellId(Id26.New(now - TimeSpan.FromMilliseconds(n)));
            tables.Put(StorageNames.Index, new Row(IndexKeys.Open(id), IndexKeys.SellRow(id)).Set("WakeAt", now + visit));
        }
    }

    /// <summary>What it asks of the tables, and how long it takes in the median.</summary>
    private static async Task<Cost> CostAsync(OperationLog log, Func<Task> call)
    {
        await call();
        var costs = new List<Cost>();
        for (var n = 0; n < Times; n++)
        {
            costs.Add(await OnceAsync(log, call));
        }

        return costs.OrderBy(cost => cost.Milliseconds).ElementAt(Times / 2);
    }

    private static async Task<Cost> OnceAsync(OperationLog log, Func<Task> call)
    {
        log.Clear();
        var began = Stopwatch.GetTimestamp();
        await call();
        return new(log.Count, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private sealed record Cost(int Operations, double Milliseconds);
}

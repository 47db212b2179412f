using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Recovery;

/// <summary>A shop that loses its tables and has them restored from a copy, while its providers remember all that happened.</summary>
internal sealed class LostTables : IAsyncDisposable
{
    private readonly CopiedTables copies;

    private LostTables(Shop shop, CopiedTables copies, Alarms alarms) => (Shop, this.copies, Alarms) = (shop, copies, alarms);

    public Shop Shop { get; }

    public Alarms Alarms { get; }

    public static async Task<LostTables> OpenAsync(Action<IServiceCollection>? replace = null)
    {
        var (copies, alarms) = (await CopiedTables.StartAsync(), new Alarms());
        var shop = await Shop.OpenAsync(services =>
        {
            services.AddSingleton<ILoggerProvider>(alarms);
            services.AddSingleton(all => new Restorations(all.GetRequiredService<TableStore>()) { Memory = TimeSpan.Zero });
            replace?.Invoke(services);
        });
        return new(shop, copies, alarms);
    }

    public Task CopyAsync() => copies.CopyAsync(Shop.Tables.Store, Shop.Clock);

    public async Task LoseAndRestoreAsync()
    {
        Shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await CopiedTables.LoseAsync(Shop.Tables.Store);
        await copies.RestoreAsync(Shop.Tables.Store, Shop.Clock);
    }

    /// <summary>Nothing leads to a session any more, as after its end.</summary>
    public async Task ForgetDueSessionsAsync()
    {
        var index = Shop.Tables.Store.Table(StorageNames.Index);
        foreach (var row in (await CopiedTables.RowsAsync(index)).Where(row => IndexKeys.DueSessionOf(row.RowKey) is not null))
        {
            await index.DeleteAsync(row.PartitionKey, row.RowKey, Azure.ETag.All);
        }
    }

    /// <summary>What the timer does after a restore.</summary>
    public Task CheckAsync() => Shop.Services.GetRequiredService<CheckRestored>().RunAsync(default);

    public Task CheckLedgersAsync() => Shop.Services.GetRequiredService<CheckLedgers>().RunAsync(default);

    /// <summary>A sell whose card declined, and whose user has not said yet what he wants.</summary>
    public async Task<OpenedSession> DeclinedAsync()
    {
        var session = await Shop.PayInAsync(card: "tok_declined");
        Assert.AreEqual("action_required", (await Shop.ReadSellAsync(session)).Text("phase"));
        return session;
    }

    public async Task GiveAsync(OpenedSession session, object details)
    {
        using var answer = await Shop.PageAsync(session, HttpMethod.Post, "/payout_details", details);
        await Shop.ReadAsync(answer, HttpStatusCode.OK);
        await Shop.WalkAsync(session);
        await Shop.PassAsync(session);
    }

    public async Task OperatorAsync(OpenedSession session, string action)
    {
        using var answer = await Shop.OperatorAsync(session, new JsonObject { ["action"] = action });
        Assert.IsTrue(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await Shop.WalkAsync(session);
        await Shop.PassAsync(session);
    }

    public async Task<string> PhaseAsync(OpenedSession session) => (await Shop.ReadSellAsync(session)).Text("phase")!;

    /// <summary>What left for the sell, by the providers' own books: <c>payout 1</c>, <c>refund 1</c>. What failed did not.</summary>
    public async Task<string> LeftAsync(OpenedSession session)
    {
        using var books = new HttpClient { BaseAddress = Shop.Providers };
        var left = new List<string>();
        foreach (var kind in new[] { "payout", "refund" })
        {
            var list = await books.GetFromJsonAsync<JsonElement>($"/sandbox/{kind}s");
            left.AddRange(list.GetProperty("data").EnumerateArray()
                .Where(entry => entry.Text($"{kind}_id")!.Contains(session.SellId["sell_".Length..], StringComparison.Ordinal) && entry.Text("status") != "failed")
                .Select(entry => $"{kind} {entry.Text($"{kind}_id")!.Split('_')[^1]}"));
        }

        return string.Join(", ", left);
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}

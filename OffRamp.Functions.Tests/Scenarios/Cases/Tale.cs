using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out;

namespace OffRamp.Functions.Tests.Scenarios.Cases;

/// <summary>
/// One case, told step by step through the real thing: each step in words, the events that it caused, and what is seen
/// then. Told to its end it must be, word for word, what docs/cases.md says under the test's name.
/// </summary>
internal sealed class Tale : IAsyncDisposable
{
    // Long enough for what follows by itself, such as a refund that is confirmed after two seconds.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<string, string> Cards = new()
    {
        ["tok_ok"] = "a card that works",
        ["tok_slow"] = "a card whose payouts take half a minute",
        ["tok_silent"] = "a card whose payouts settle without a notice",
        ["tok_declined"] = "a card that will be declined",
        ["tok_closed"] = "a card of an account that is closed",
        ["tok_returned"] = "a card whose bank sends payouts back",
    };

    private readonly string name;
    private readonly List<string> lines = [];
    private int heard;
    private string seen = "";

    private Tale(World world, string name) => (World, this.name) = (world, name);

    public World World { get; }

    public SellDriver Sell { get; private set; } = null!;

    /// <summary>A verified user has accepted a quote.</summary>
    public static async Task<Tale> BeginAsync(
        string card = "tok_ok", Func<World, Task>? before = null, Edges? edges = null, [CallerMemberName] string name = "")
    {
        var tale = new Tale(await World.StartAsync(edges: edges), name);
        await (before?.Invoke(tale.World) ?? Task.CompletedTask);
        await tale.ThenAsync($"The user accepts 227.70 EUR for 250 USDT, to {Cards[card]}.", async () => tale.Sell = await SellDriver.StartAsync(tale.World, card));
        return tale;
    }

    /// <summary>Something happens, and what follows from it by itself.</summary>
    /// <param name="words">What happens.</param>
    /// <param name="act">Makes it happen.</param>
    /// <param name="within">How long it is given; null for as long as it takes a refund to be confirmed.</param>
    public async Task ThenAsync(string words, Func<Task> act, TimeSpan? within = null)
    {
        await act();
        await World.AdvanceAsync(within ?? Moment);
        await TellAsync(words);
    }

    /// <summary>Time passes.</summary>
    public Task LaterAsync(string words, TimeSpan by) => ThenAsync(words, () =>
    {
        World.Jump(by);
        return Task.CompletedTask;
    });

    /// <summary>It was told as the document has it, the providers did what the sell says, and nothing is missing in the books.</summary>
    public async Task EndsAsDocumentedAsync()
    {
        await Sell.IsAccountedForAsync();
        var shown = await Sell.ReadAsync();
        Assert.AreEqual(await Sell.EffectsAsync("payouts"), Views.Effects(shown, "payouts"));
        Assert.AreEqual(await Sell.EffectsAsync("refunds"), Views.Effects(shown, "refunds"));
        var booked = await World.Services.GetRequiredService<SellStore>().ReadBookedAsync(PrefixedId.Parse<SellId>(Sell.SellId), default);
        Assert.IsNull(LedgerRules.FindGap(booked!.Sell, booked.Postings));
        CaseBook.Check(name, lines);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private async Task TellAsync(string words)
    {
        lines.Add(words);
        var events = await EventsAsync();
        lines.AddRange(events.Skip(heard).Select(Line));
        heard = events.Count;
        var shown = string.Join('\n', Views.Of(await Sell.ReadAsOperatorAsync()).Select(view => $"    | {view}"));
        if (shown != seen && shown.Length > 0)
        {
            lines.AddRange(shown.Split('\n'));
        }

        seen = shown;
    }

    private static string Line(WebhookEvent told)
    {
        var sell = JsonElement.Parse(told.Data);
        return $"    {told.Type,-20} {sell.GetProperty("status").GetString()} / {sell.GetProperty("phase").GetString()}";
    }

    // What was before the sell is not its story.
    private async Task<IReadOnlyList<WebhookEvent>> EventsAsync()
    {
        var events = TableFilter.PartitionEquals(Sell.SellId["sell_".Length..]).And.RowKeyStartsWith(SellKeys.EventPrefix);
        return await World.Tables.Store.Table(StorageNames.Sells).QueryAllAsync(events)
            .Select(WebhookEvent.Of)
            .Where(told => !told.Type.StartsWith("session.", StringComparison.Ordinal) && !told.Type.StartsWith("kyc.", StringComparison.Ordinal))
            .ToListAsync();
    }
}

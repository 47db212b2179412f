using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>The real <see cref="Advance"/> and stores on a real Azurite, with a clock that the test owns.</summary>
internal sealed class StoredSells
{
    private StoredSells(AzuriteTables tables)
    {
        Tables = tables;
        Store = new SellStore(tables.Store, new Outbox(tables.Store), Clock);
        Open = new OpenSells(tables.Store);
        Reservations = new Reservations(tables.Store);
        Advance = new Advance(
            Store,
            new WakeIndex(Open, new SellEndings(Reservations), Clock),
            new SellPolicies(Assets.Defaults, Clock),
            new TransferClaims(tables.Store),
            new Deliveries(new FakeOrchestrations(), TimeProvider.System, NullLogger<Deliveries>.Instance),
            NullLogger<Advance>.Instance);
    }

    public AzuriteTables Tables { get; }
    public FakeTimeProvider Clock { get; } = new(A.Start);
    public SellStore Store { get; }
    public OpenSells Open { get; }
    public Reservations Reservations { get; }
    public Advance Advance { get; }
    public RefundLimits RefundLimits => new(Reservations, new PartnerStore(Tables.Store), new SellPolicies(Assets.Defaults, Clock));

    /// <param name="edge">What the network to the tables does wrong.</param>
    public static async Task<StoredSells> StartAsync(FaultyEdge? edge = null) =>
        new(await AzuriteTables.StartAsync(edge, StorageNames.Sells, StorageNames.Index));

    /// <summary>Another process on the same tables, whose network is fine.</summary>
    public StoredSells Beside() => new(Tables.Beside());

    /// <summary>Every event has its place, and every posting its counter-posting.</summary>
    public async Task<string[]> IsAccountedForAsync(SellId sell)
    {
        var events = await RowsAsync(sell, SellKeys.EventPrefix);
        var last = (await ReadAsync(sell)).Sequence;
        var first = last - events.Count + 1;
        CollectionAssert.AreEqual(
            Enumerable.Range(0, events.Count).Select(n => SellKeys.Event(first + n)).ToArray(), events.Select(row => row.RowKey).ToArray());
        var postings = (await RowsAsync(sell, SellKeys.LedgerPrefix)).Select(SellRows.PostingOf).ToList();
        if (postings.Count > 0)
        {
            Ledger.RequireBalance(postings);
        }

        return [.. events.Select(row => row.GetString("Type")!)];
    }

    public async Task<Sell> AddAsync(Sell? sell = null)
    {
        sell ??= A.Sell();
        var session = new Row(SellKeys.Partition(sell.Id), SellKeys.Session);
        await Store.StartAsync(
            sell, new SellEvent(sell.Sequence, "sell.pending", sell.CreatedAt, null, sell), TableOperation.Upsert(session), default);
        return sell;
    }

    /// <summary>The sell takes its amount from its user's day, as its creation does.</summary>
    public async Task ReserveAsync(Sell sell)
    {
        var wish = new Reservation(sell.PartnerId, sell.UserKey, sell.Id, sell.Quote.CryptoAmount, Clock.GetUtcNow());
        var read = await Reservations.ReadAsync(sell.PartnerId, sell.UserKey, sell.Id, Clock.GetUtcNow(), default);
        Assert.IsTrue(await Reservations.ReserveAsync(wish, Money.Parse("50000", sell.Asset), read, default));
    }

    /// <summary>What the user's day comes to, in the smallest unit.</summary>
    public async Task<string?> ReservedAsync(Sell sell) =>
        (await Reservations.ReadAsync(sell.PartnerId, sell.UserKey, sell.Id, Clock.GetUtcNow(), default)).Day?.GetString("Total");

    public Task ArrivesAsync(SellId sell, InboxItem item) => Store.AddToInboxAsync(sell, SellRows.Of(sell, item), default);

    public Task ArrivesAsync(SellId sell, DepositFact fact, string type = "deposit.confirmed") => ArrivesAsync(
        sell, new DepositNotice(SellKeys.DepositNotice(fact.Network, fact.TxHash, fact.LogIndex, type), Clock.GetUtcNow(), fact));

    public Task CancelIsAskedAsync(SellId sell, DateTimeOffset? at = null) =>
        ArrivesAsync(sell, new CancelRequest(SellKeys.CancelRequest, at ?? Clock.GetUtcNow()));

    public Task<Step> LookAsync(SellId sell, Outcome? outcome = null) => Advance.RunAsync(sell, outcome, default);

    public async Task<Sell> ReadAsync(SellId sell) => (await Store.FindAsync(sell, default))!;

    public async Task<IReadOnlyList<Row>> RowsAsync(SellId sell, string prefix)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(sell)).And.RowKeyStartsWith(prefix);
        var rows = new List<Row>();
        await foreach (var row in Tables.Store.Table(StorageNames.Sells).QueryAllAsync(filter))
        {
            rows.Add(row);
        }

        return rows;
    }
}

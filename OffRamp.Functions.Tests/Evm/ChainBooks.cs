using System.Numerics;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Simulation;
using OffRamp.Functions.Tests.Simulation.Whole;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// What the simulation holds every sell against, held over those of a chain when they are over: record, ledger, events, what the payout
/// provider and the chain have done. And all of them together against what the chain has.
/// </summary>
internal sealed class ChainBooks(ChainWorld world)
{
    private readonly Dictionary<Currency, Int128> held = [];
    private readonly Dictionary<Currency, Int128> gone = [];
    private readonly Dictionary<Currency, Int128> back = [];

    public ChainWorld World => world;

    /// <summary>A sell that is over.</summary>
    /// <param name="session">Its session.</param>
    /// <param name="sentBack">Units of the asset that its user's addresses have on the chain.</param>
    /// <exception cref="Violation">A promise is broken.</exception>
    /// <returns>Its ledger.</returns>
    public async Task<(Sell Sell, Books Books)> CloseAsync(OpenedSession session, BigInteger sentBack)
    {
        var rows = await RowsOfAsync(session);
        var (sell, postings) = (SellRows.SellOf(rows.Single(row => row.RowKey == SellKeys.Sell)), StoredCommits.PostingsOf(rows).ToList());
        var told = StoredCommits.EventsOf(rows.Where(row => IsOfTheSell(row)), sell).ToList();
        var assets = world.Shop.Services.GetRequiredService<Assets>();
        Assert.IsTrue(assets.TryFind(sell.Asset, sell.Network, out var asset));

        // Who pays refunds on a chain pays gas in another coin, and nothing of the token is lost to it.
        var books = new Books(asset, _ => "0");
        books.Book(postings);
        books.Close(sell);
        var paid = await PaidAsync(sell);
        books.Ended(sell, (Int128)sentBack, paid);
        Assert.AreEqual(paid, books.Balance(Account.PaidOut, sell.Fiat));
        Checks.IsWellTold(told[0].Sell, new(sell, told[1..], postings, new(sell.Phase, NextStep.Failed, sell.WakeAt), true));
        Add(held, sell, books.Balance(Account.Held, sell.Asset));
        Add(gone, sell, books.Balance(Account.Converted, sell.Asset));
        Add(back, sell, books.Balance(Account.Refunded, sell.Asset));
        return (sell, books);
    }

    /// <summary>What is left of what came to the addresses is held for users or ours, and what went back is what the account paid.</summary>
    /// <param name="currency">Of which token.</param>
    /// <param name="float">Units that the account had for refunds.</param>
    /// <param name="unbooked">Units that came to addresses and are in no ledger: of a token that the sell is not of.</param>
    public async Task HoldAgainstChainAsync(Currency currency, BigInteger @float, BigInteger unbooked)
    {
        var token = currency == Currency.USDT ? world.Contracts.Usdt : world.Contracts.Usdc;
        var there = await world.CoinsOfAsync(world.Contracts.Treasury, token);
        await foreach (var address in world.Part<OffRamp.Functions.Evm.Watching.WatchStore>().ReadAllAsync(default))
        {
            there += await world.CoinsOfAsync(address.Address, token);
        }

        // The account sends back, and what it was for stays: it is ours, as what was converted.
        Assert.AreEqual(held[currency] + gone[currency] + back[currency], (Int128)(there - unbooked), $"{currency}");
        Assert.AreEqual(@float - (BigInteger)back[currency], await world.CoinsOfAsync(world.Account, token), $"{currency}");
    }

    private async Task<List<Row>> RowsOfAsync(OpenedSession session) =>
        await world.Shop.Tables.Store.Table(StorageNames.Sells).QueryAllAsync(TableFilter.PartitionEquals(session.Id["ses_".Length..])).ToListAsync();

    private static bool IsOfTheSell(Row row) => row.RowKey.StartsWith(SellKeys.EventPrefix, StringComparison.Ordinal)
        && row.GetString("Type") is { } type && !type.StartsWith("session.", StringComparison.Ordinal) && !type.StartsWith("kyc.", StringComparison.Ordinal);

    /// <summary>As the provider has it.</summary>
    private async Task<Int128> PaidAsync(Sell sell) => Books.UnitsOf((await world.Shop.EffectsAsync("payouts"))
        .Where(payout => payout.Text("status") == "settled" && sell.Payouts.Any(own => own.Id == payout.Text("payout_id")))
        .Select(payout => Money.Parse(payout.Text("amount")!, sell.Fiat)));

    private static void Add(Dictionary<Currency, Int128> sums, Sell sell, Int128 units) =>
        sums[sell.Asset] = sums.GetValueOrDefault(sell.Asset) + units;
}

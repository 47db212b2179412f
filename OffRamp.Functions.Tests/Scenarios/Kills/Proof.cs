using System.Globalization;
using System.Text.Json;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

/// <summary>That nothing acknowledged was lost and nothing was done twice, seen from outside: by operators and at the providers.</summary>
internal sealed class Proof(PatientClient client)
{
    private static readonly TimeSpan AtATime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Lets business time pass until no sell is open any more, and says how much.</summary>
    public async Task<TimeSpan> UntilAllEndedAsync(IReadOnlyList<Customer> customers)
    {
        for (var passed = TimeSpan.Zero; ; passed += AtATime)
        {
            var open = new List<string>();
            foreach (var customer in customers)
            {
                if (await customer.StandsAsync() is not "completed/paid" and var stands)
                {
                    open.Add($"{customer.SellId} {stands}");
                }
            }

            if (open.Count == 0)
            {
                return passed;
            }

            Assert.IsLessThan(Longest, passed, $"Stuck: {string.Join(", ", open)}");
            await client.PassAsync(AtATime);
        }
    }

    /// <summary>Lets time pass until every event of every sell is in the feed: each once, and a sell's in order.</summary>
    public async Task UntilAllToldAsync(IReadOnlyList<Customer> customers)
    {
        for (var passed = TimeSpan.Zero; ; passed += AtATime)
        {
            var stories = (await PullAsync()).ToLookup(told => "sell_" + IdOf(told)[4..], told => told.GetProperty("sequence").GetInt32());
            foreach (var customer in customers)
            {
                CollectionAssert.AreEqual(Enumerable.Range(1, stories[customer.SellId].Count()).ToList(), stories[customer.SellId].ToList(), customer.SellId);
            }

            if (customers.All(customer => stories[customer.SellId].Count() >= 8))
            {
                return;
            }

            Assert.IsLessThan(Longest, passed, "Not all is told.");
            await client.PassAsync(AtATime);
        }
    }

    private async Task<List<JsonElement>> PullAsync()
    {
        var (all, after) = (new List<JsonElement>(), "");
        for (var hasMore = true; hasMore;)
        {
            var page = await ReadAsync(new Call(HttpMethod.Get, $"/v1/events?limit=100{after}") { Bearer = Infrastructure.Shop.Token });
            all.AddRange(page.GetProperty("data").EnumerateArray());
            after = $"&after={page.GetProperty("next_cursor").GetString()}";
            hasMore = page.GetProperty("has_more").GetBoolean();
        }

        return all;
    }

    private static string IdOf(JsonElement told) => told.GetProperty("data") is var data && data.TryGetProperty("session_id", out var session)
        ? session.GetString()!
        : data.GetProperty("id").GetString()!;

    public async Task HoldsForAsync(IReadOnlyList<Customer> customers)
    {
        foreach (var customer in customers)
        {
            var shown = await ReadAsync(new Call(HttpMethod.Get, $"/ops/api/sells/{customer.SellId}"));
            OneDepositIsRecorded(customer, shown.GetProperty("sell"));
            OnePayoutIsRecorded(customer, shown.GetProperty("sell"));
            TheLedgerCloses(shown);
        }

        await TheProvidersAgreeAsync(customers);
        Assert.IsEmpty(await DataOfAsync(new Call(HttpMethod.Get, "/ops/api/sells?queue=stuck")));
        Assert.IsEmpty(await DataOfAsync(new Call(HttpMethod.Get, "/ops/api/notices/unmatched")));
    }

    /// <summary>Zero in the asset and in fiat.</summary>
    private static void TheLedgerCloses(JsonElement shown)
    {
        var sell = shown.GetProperty("sell").GetProperty("id").GetString();
        var sums = shown.GetProperty("ledger").GetProperty("entries").EnumerateArray()
            .GroupBy(entry => entry.GetProperty("currency").GetString())
            .Select(entries => entries.Sum(entry => decimal.Parse(entry.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture)))
            .ToList();
        Assert.HasCount(2, sums, $"{sell} has entries in the asset and in fiat.");
        Assert.IsTrue(sums.TrueForAll(sum => sum == 0), $"{sell}: {string.Join(", ", sums)}");
    }

    private static void OneDepositIsRecorded(Customer customer, JsonElement sell)
    {
        var deposit = sell.GetProperty("deposits").EnumerateArray().Single();
        Assert.AreEqual(customer.TxHash, deposit.GetProperty("tx_hash").GetString(), customer.SellId);
        Assert.AreEqual("confirmed", deposit.GetProperty("status").GetString(), customer.SellId);
        Assert.IsEmpty(sell.GetProperty("labels").EnumerateArray().ToList(), customer.SellId);
    }

    private static void OnePayoutIsRecorded(Customer customer, JsonElement sell)
    {
        var payout = sell.GetProperty("payouts").EnumerateArray().Single();
        Assert.AreEqual("settled", payout.GetProperty("status").GetString(), customer.SellId);
        Assert.IsEmpty(sell.GetProperty("refunds").EnumerateArray().ToList(), customer.SellId);
    }

    private async Task TheProvidersAgreeAsync(IReadOnlyList<Customer> customers)
    {
        var payouts = await DataOfAsync(new Call(HttpMethod.Get, "/sandbox/payouts") { IsForSandbox = true });
        var paidTo = payouts.Select(payout => payout.GetProperty("payout_id").GetString()!["pay_".Length..].Split('_')[0]).Order();
        CollectionAssert.AreEqual(customers.Select(customer => customer.SellId["sell_".Length..]).Order().ToList(), paidTo.ToList());
        Assert.IsTrue(payouts.All(payout => payout.GetProperty("status").GetString() == "settled"));
        Assert.IsEmpty(await DataOfAsync(new Call(HttpMethod.Get, "/sandbox/refunds") { IsForSandbox = true }));
        var deposits = await DataOfAsync(new Call(HttpMethod.Get, "/sandbox/deposits") { IsForSandbox = true });
        CollectionAssert.AreEquivalent(
            customers.Select(customer => customer.TxHash).ToList(), deposits.Select(deposit => deposit.GetProperty("tx_hash").GetString()).ToList());
    }

    private async Task<List<JsonElement>> DataOfAsync(Call call) => [.. (await ReadAsync(call)).GetProperty("data").EnumerateArray()];

    private async Task<JsonElement> ReadAsync(Call call) => (await client.AskAsync(call)).Demand();
}

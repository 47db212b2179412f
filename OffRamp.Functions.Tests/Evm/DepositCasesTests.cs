using System.Globalization;
using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// The cases of deposits and refunds on a real chain, one app and one chain for all of them. Whatever the case, when it is over the
/// ledger closes, and it says what the chain says: what came is what was paid for and what went back.
/// </summary>
[TestClass]
public sealed class DepositCasesTests
{
    private const string Deadline = "the deadline";

    private const string Expected = """
        short by less than half a per cent: paid 226.78 of 249, back 0
        too much: paid 227.70 of 300, back 50
        in several, one a speck: paid 227.70 of 250, back 0
        too little: paid 91.08 of 100, back 0
        under the minimum: refunded 0 of 5, back 5
        dust: expired 0 of 1.5, back 0
        too late: expired 0 of 250, back 250
        twice: paid 227.70 of 500, back 250
        another token: paid 227.70 of 250, back 0
        payout fails: refunded 0 of 250, back 250
        refund address refused: refunded 0 of 250, back 250
        """;

    [TestMethod]
    public async Task Every_case_ends_as_it_is_to_and_the_ledger_says_what_the_chain_says()
    {
        await using var world = await ChainWorld.OpenAsync();
        var ends = new List<string>
        {
            await RunAsync(world, "short by less than half a per cent", "249"),
            await RunAsync(world, "too much", "300"),
            await RunAsync(world, "in several, one a speck", "100", "1.5", "148.5"),
            await RunAsync(world, "too little", "100", Deadline),
            await RunAsync(world, "under the minimum", "5", Deadline),
            await RunAsync(world, "dust", "1.5", Deadline),
            await RunAsync(world, "too late", Deadline, "250"),
            await RunAsync(world, "twice", "250", "250"),
            await AnotherTokenAsync(world),
            await EndAsync(await SellAsync(world, "payout fails", "tok_closed"), "250"),
            await RefundRefusedAsync(world),
        };

        Assert.AreEqual(Expected, string.Join('\n', ends));
    }

    private static async Task<string> RunAsync(ChainWorld world, string name, params string[] steps) => await EndAsync(await SellAsync(world, name), steps);

    private static async Task<string> EndAsync(ChainSell sell, params string[] steps)
    {
        foreach (var step in steps)
        {
            await (step == Deadline ? sell.MissAsync() : sell.ReceiveAsync(step));
        }

        await sell.FinishAsync();
        return await sell.EndAsync();
    }

    /// <summary>Its sell has a case, and goes on as if nothing had come.</summary>
    private static async Task<string> AnotherTokenAsync(ChainWorld world)
    {
        var sell = await SellAsync(world, "another token");
        await sell.ReceiveAsync("250", world.Contracts.Usdc);
        var cases = (await sell.ReadWholeAsync()).GetProperty("cases").EnumerateArray().Select(one => one.Text("kind"));

        Assert.AreEqual("wrong_token", string.Join(", ", cases));
        return await EndAsync(sell, "250");
    }

    /// <summary>The token's issuer has it on a list; the user gives another.</summary>
    private static async Task<string> RefundRefusedAsync(ChainWorld world)
    {
        var sell = await SellAsync(world, "refund address refused", "tok_closed", Currency.USDC);
        await world.MintAsync(world.Contracts.Usdc, world.Account, 1_000);
        await world.SwitchAsync(world.Contracts.Usdc, "setBlacklisted(address,bool)", sell.Refund, true);
        await sell.ReceiveAsync("250");
        await sell.FinishAsync();
        Assert.AreEqual("refund_failed", (await world.Shop.ReadSellAsync(sell.Session)).Text("phase"));
        sell.Refund = UserAddress();
        using var given = await world.Shop.PageAsync(sell.Session, HttpMethod.Post, "/payout_details", new { refund_address = sell.Refund });
        return await EndAsync(sell);
    }

    private static string UserAddress() => $"0x{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(20))}";

    private static async Task<ChainSell> SellAsync(ChainWorld world, string name, string card = "tok_ok", Currency? coin = null)
    {
        coin ??= Currency.USDT;
        var refund = UserAddress();
        var body = Bodies.Gate(name).Without("amount").With("target_token", coin.Code).With("target_network", "ETHEREUM")
            .With("partner_user_id", $"user of {name}").With("user_email", $"{refund}+verified@example.com");
        var session = await world.Shop.OpenSessionAsync(body, gate: true);
        using var answer = await world.Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await world.Shop.QuoteAsync(session), card, refund));
        await Shop.ReadAsync(answer, HttpStatusCode.Created);
        return new(world, name, coin, session, refund, await world.AddressOfAsync(session));
    }

    /// <summary>A sell of 250 of somebody who has not sold before.</summary>
    private sealed class ChainSell(ChainWorld world, string name, Currency coin, OpenedSession session, string refund, string address)
    {
        private readonly string ours = coin == Currency.USDT ? world.Contracts.Usdt : world.Contracts.Usdc;

        public OpenedSession Session => session;

        /// <summary>Where crypto goes back to.</summary>
        public string Refund { get; set; } = refund;

        public Task<JsonElement> ReadWholeAsync() => world.Shop.ReadAsOperatorAsync($"/ops/api/sells/{session.SellId}");

        /// <summary>It comes, is final, and the sell has heard of it.</summary>
        public async Task ReceiveAsync(string coins, string? token = null)
        {
            await world.SendAsync(token ?? ours, address, decimal.Parse(coins, CultureInfo.InvariantCulture));
            await world.MineToConfirmAsync();
            await world.LookAndReadAsync(session);
        }

        /// <summary>The deadline passes.</summary>
        public async Task MissAsync()
        {
            world.Shop.Clock.Advance(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(1));
            await world.MineAsync();
            await world.LookAndReadAsync(session);
        }

        /// <summary>Payouts settle, and what is sent back becomes final.</summary>
        public async Task FinishAsync()
        {
            await world.Shop.PassAsync(session);
            await world.MineToConfirmAsync();
            await world.LookAsync();
            await world.Shop.PassAsync(session);
        }

        /// <summary>How it ended, once the books close and say what the chain says.</summary>
        public async Task<string> EndAsync()
        {
            var whole = await ReadWholeAsync();
            var entries = whole.GetProperty("ledger").GetProperty("entries").EnumerateArray()
                .Select(entry => (Account: entry.Text("account")!, Currency: entry.Text("currency")!, Amount: decimal.Parse(entry.Text("amount")!, CultureInfo.InvariantCulture))).ToList();
            var (came, back) = (await CoinsAsync(address), await CoinsAsync(Refund));
            decimal On(string account) => entries.Where(entry => entry.Account == account && entry.Currency == coin.Code).Sum(entry => entry.Amount);

            Assert.IsTrue(entries.GroupBy(entry => entry.Currency).All(currency => currency.Sum(entry => entry.Amount) == 0), $"{name}: {whole.GetProperty("ledger")}");
            Assert.AreEqual((-came, back, came - back - On("converted")), (On("received"), On("refunded"), On("held")), name);

            var sell = whole.GetProperty("sell");
            var paid = sell.GetProperty("payouts").EnumerateArray().Where(payout => payout.Text("status") == "settled").Select(payout => payout.Text("amount")).SingleOrDefault() ?? "0";
            return $"{name}: {sell.Text("phase")} {paid} of {came}, back {back}";
        }

        private async Task<decimal> CoinsAsync(string account) => (decimal)await world.CoinsOfAsync(account, ours) / 1_000_000;
    }
}

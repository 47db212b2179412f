using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>
/// The cases of deposits and refunds on a real chain, one app and one chain for all of them. Whatever the case, when it is over the
/// simulation's checks hold for it, and the ledger says what the chain says: what came is what was paid for and what went back. When all
/// are over and swept, the chain has what the ledgers together say.
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
        var books = new ChainBooks(world);
        var ends = new List<string>
        {
            await RunAsync(books, "short by less than half a per cent", "249"),
            await RunAsync(books, "too much", "300"),
            await RunAsync(books, "in several, one a speck", "100", "1.5", "148.5"),
            await RunAsync(books, "too little", "100", Deadline),
            await RunAsync(books, "under the minimum", "5", Deadline),
            await RunAsync(books, "dust", "1.5", Deadline),
            await RunAsync(books, "too late", Deadline, "250"),
            await RunAsync(books, "twice", "250", "250"),
            await AnotherTokenAsync(books),
            await EndAsync(await SellAsync(books, "payout fails", "tok_closed"), "250"),
            await RefundRefusedAsync(books),
        };
        await world.SweepAsync();
        await world.Part<CheckChain>().RunAsync(default);

        Assert.AreEqual(Expected, string.Join('\n', ends));
        await books.HoldAgainstChainAsync(Currency.USDT, @float: ChainWorld.Units(100_000), unbooked: 0);
        await books.HoldAgainstChainAsync(Currency.USDC, @float: ChainWorld.Units(1_000), unbooked: ChainWorld.Units(250));
        Assert.IsEmpty(world.Alarms.Heard("the chain holds less"));
    }

    private static async Task<string> RunAsync(ChainBooks books, string name, params string[] steps) => await EndAsync(await SellAsync(books, name), steps);

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
    private static async Task<string> AnotherTokenAsync(ChainBooks books)
    {
        var sell = await SellAsync(books, "another token");
        await sell.ReceiveAsync("250", books.World.Contracts.Usdc);
        var cases = (await sell.ReadWholeAsync()).GetProperty("cases").EnumerateArray().Select(one => one.Text("kind"));

        Assert.AreEqual("wrong_token", string.Join(", ", cases));
        return await EndAsync(sell, "250");
    }

    /// <summary>The token's issuer has it on a list; the user gives another.</summary>
    private static async Task<string> RefundRefusedAsync(ChainBooks books)
    {
        var world = books.World;
        var sell = await SellAsync(books, "refund address refused", "tok_closed", Currency.USDC);
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

    private static async Task<ChainSell> SellAsync(ChainBooks books, string name, string card = "tok_ok", Currency? coin = null)
    {
        var world = books.World;
        coin ??= Currency.USDT;
        await world.MineAsync();
        var refund = UserAddress();
        var body = Bodies.Gate(name).Without("amount").With("target_token", coin.Code).With("target_network", "ETHEREUM")
            .With("partner_user_id", $"user of {name}").With("user_email", $"{refund}+verified@example.com");
        var session = await world.Shop.OpenSessionAsync(body, gate: true);
        using var answer = await world.Shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await world.Shop.QuoteAsync(session), card, refund));
        await Shop.ReadAsync(answer, HttpStatusCode.Created);
        return new(books, name, coin, session, refund, await world.AddressOfAsync(session));
    }

    /// <summary>A sell of 250 of somebody who has not sold before.</summary>
    private sealed class ChainSell(ChainBooks books, string name, Currency coin, OpenedSession session, string refund, string address)
    {
        private readonly ChainWorld world = books.World;
        private readonly string ours = coin == Currency.USDT ? books.World.Contracts.Usdt : books.World.Contracts.Usdc;

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
            var (came, back) = (await world.CoinsOfAsync(address, ours), await world.CoinsOfAsync(Refund, ours));
            var (sell, ledger) = await books.CloseAsync(session, back);
            Assert.AreEqual((Int128)came, -ledger.Balance(Account.Received, coin), name);

            var paid = sell.Payouts.SingleOrDefault(payout => payout.Status == PayoutStatus.Settled)?.Amount.ToString() ?? "0";
            return $"{name}: {sell.Phase.ToString().ToLowerInvariant()} {paid} of {Coins(came)}, back {Coins(back)}";
        }

        private static decimal Coins(BigInteger units) => (decimal)units / 1_000_000;
    }
}

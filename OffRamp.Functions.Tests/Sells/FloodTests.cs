using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>Sending worthless things to an address costs next to nothing: the user whose address it is must not notice.</summary>
[TestClass]
internal sealed class FloodTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Ten_thousand_transfers_of_others_keep_nobody_from_being_paid()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();

        await FloodAsync(sells, sell, 10_000);

        var paid = await sells.ReadAsync(sell.Id);
        Assert.AreEqual("227.70", paid.Payouts.Single().Amount.ToString());
        Assert.AreEqual((SellPhase.PayingOut, null), (paid.Phase, paid.HoldReason));
        Assert.IsLessThanOrEqualTo(5, paid.OpenCases.Count(), string.Join(", ", paid.OpenCases.Select(open => open.Kind)));
        Assert.IsLessThanOrEqualTo(8, (await sells.IsAccountedForAsync(sell.Id)).Length);
    }

    [TestMethod]
    public async Task Ten_thousand_cost_hardly_more_than_a_thousand()
    {
        var sells = await StoredSells.StartAsync();
        var (small, large) = (await sells.AddAsync(), await sells.AddAsync());

        var few = await FloodAsync(sells, small, 1_000);
        var many = await FloodAsync(sells, large, 10_000);

        TestContext.WriteLine($"1,000: {few}; 10,000: {many}");
        Assert.IsLessThanOrEqualTo(few.Requests + 20, many.Requests);
        Assert.IsLessThanOrEqualTo(few.Pages + 30, many.Pages);
        Assert.IsLessThanOrEqualTo(SellRowSize(await sells.ReadAsync(small.Id)) + 2_000, SellRowSize(await sells.ReadAsync(large.Id)));
    }

    [TestMethod]
    public async Task A_speck_between_two_deposits_keeps_no_sell_from_going_on()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        sells.Clock.SetUtcNow(A.Start + TimeSpan.FromMinutes(11));
        await sells.ArrivesAsync(sell.Id, A.Transfer("100", "aa"));
        await sells.LookAsync(sell.Id);

        await sells.ArrivesAsync(sell.Id, A.Transfer("0.000001", "bb"));
        sells.Clock.Advance(TimeSpan.FromSeconds(1));
        await sells.ArrivesAsync(sell.Id, A.Transfer("150", "cc"));
        await sells.LookAsync(sell.Id);

        Assert.AreEqual(SellPhase.PayingOut, (await sells.ReadAsync(sell.Id)).Phase);
        await sells.IsAccountedForAsync(sell.Id);
    }

    [TestMethod]
    public async Task What_was_read_of_a_list_before_money_was_to_leave_is_read_anew()
    {
        var sells = await StoredSells.StartAsync();
        var paying = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks().Sell;
        var list = new ListDeposits(new FloodedCustodian([A.Transfer()]), sells.Clock);

        var answer = await list.ReadAsync(paying with { Reading = new DepositReading(A.Start, "1") { Confirmed = [paying.Deposits[0].Id] } }, A.Asset, default);

        Assert.AreEqual((null, 1), (answer!.Earlier, answer.Facts.Count));
    }

    [TestMethod]
    public async Task A_transfer_that_an_operator_names_is_looked_for_to_the_end_of_the_list_though_what_is_to_be_paid_is_on_its_first_page()
    {
        var sells = await StoredSells.StartAsync();
        var paying = new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks().Sell;
        var custodian = new FloodedCustodian([A.Transfer(), .. Enumerable.Range(0, 1_000).Select(i => Worthless(i, paying)), A.Transfer("40", "feed")]);

        var found = await new ListDeposits(custodian, sells.Clock).FindAsync(paying, A.Asset, TxHash.Parse("feed"), null, default);

        Assert.AreEqual("40", found.Single().Amount);
    }

    /// <summary>What others send comes first in the custodian's list, and the right 250 are its last entry.</summary>
    private static async Task<(int Requests, int Pages)> FloodAsync(StoredSells sells, Sell sell, int count)
    {
        sells.Clock.SetUtcNow(A.Start + TimeSpan.FromMinutes(11));
        var custodian = new FloodedCustodian([.. Enumerable.Range(0, count).Select(i => Worthless(i, sell)), A.Transfer(tx: $"{sell.Id.Id}")]);
        var list = new ListDeposits(custodian, sells.Clock);
        sells.Tables.Log.Clear();
        for (var look = 0; look < 60; look++)
        {
            var now = await sells.ReadAsync(sell.Id);
            if (now.Payouts.Count > 0)
            {
                return (sells.Tables.Log.Count, custodian.Pages);
            }

            var answer = await list.ReadAsync(now, A.Asset, default);
            await sells.LookAsync(sell.Id, answer! with { Kyc = KycStatus.Verified, CurrentRate = now.Quote.Rate });
        }

        throw new AssertFailedException("It was not paid out.");
    }

    private static DepositFact Worthless(int i, Sell sell)
    {
        var fact = A.Transfer("0.000001", $"{sell.Id.Id}{i:x}");
        return (i % 3) switch
        {
            0 => fact with { ContractAddress = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf", Amount = "1000000" },
            1 => fact with { Amount = "0" },
            _ => fact,
        };
    }

    private static int SellRowSize(Sell sell) => SellRows.Of(sell).GetLargeText("Data")!.Length;

    /// <summary>A custodian whose list is long.</summary>
    private sealed class FloodedCustodian(IReadOnlyList<DepositFact> facts) : ICustodian
    {
        private const int PageSize = 1_000;

        public int Pages { get; private set; }

        public Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation)
        {
            Pages++;
            var from = cursor is null ? 0 : int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
            var next = from + PageSize;
            return Task.FromResult<DepositPage?>(new DepositPage([.. facts.Skip(from).Take(PageSize)]) { NextCursor = next < facts.Count ? $"{next}" : null });
        }

        public Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome> SendRefundAsync(Refund refund, Network network, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Outcome> AskRefundAsync(string refundId, CancellationToken cancellation) => throw new NotSupportedException();
    }
}

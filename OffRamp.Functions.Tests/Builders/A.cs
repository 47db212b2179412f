using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Builders;

/// <summary>Things as tests want them: complete, ordinary, and changed with <c>with</c> where the test cares.</summary>
internal static class A
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public const string Address = "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf";

    public static Asset Asset { get; } = Assets.Defaults.All[0];

    public static SellPolicy Policy { get; } = new(Asset);

    /// <summary>250 USDT on TRC20 for 227.70 EUR, created at <see cref="Start"/>, six hours to pay in.</summary>
    public static Sell Sell(string crypto = "250")
    {
        var rate = Rate.Parse("0.92");
        var fee = rate.Share(Percent.Parse("1"));
        var amount = Money.Parse(crypto, Currency.USDT);
        var key = Id26.New(Start);
        return new Sell
        {
            Id = new SellId(key),
            Orchestrator = SellOrchestration.Name,
            PartnerId = PartnerId.Of(Id26.New(Start)),
            UserKey = "user",
            Sequence = 2,
            Status = SellStatus.Pending,
            Phase = SellPhase.AwaitingDeposit,
            PhaseSince = Start,
            Network = Network.TRC20,
            Quote = new QuoteTerms
            {
                Rate = rate,
                Fee = fee,
                CryptoAmount = amount,
                FiatAmount = (rate - fee).Convert(amount, Currency.EUR, Rounding.Down),
                ExpiresAt = Start + TimeSpan.FromMinutes(1),
            },
            Deposit = new DepositInstructions(Address, null, Start + TimeSpan.FromHours(6)),
            RefundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
            Card = new Card("tok_ok", "visa", "4242"),
            History = [new HistoryEntry(2, SellStatus.Pending, SellPhase.AwaitingDeposit, Start, null)],
            CreatedAt = Start,
            UpdatedAt = Start,
            WakeAt = Start + TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>1 USDT too much, on its way back.</summary>
    public static Refund Refund(string address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8") => new()
    {
        Id = "ref_01hzzzzzzzzzzzzzzzzzzzzzzz_1",
        Status = RefundStatus.Pending,
        Amount = Money.Parse("1", Currency.USDT),
        Address = address,
        Reason = RefundReasons.Excess,
        CreatedAt = Start,
        AskAt = Start,
    };

    public static DepositFact Transfer(string amount = "250", string tx = "abc1", DepositStatus status = DepositStatus.Confirmed) => new()
    {
        Network = Network.TRC20,
        Asset = "USDT",
        ContractAddress = Asset.ContractAddress,
        Address = Address,
        Amount = amount,
        TxHash = tx,
        LogIndex = 0,
        Confirmations = status == DepositStatus.Confirmed ? 20 : 1,
        SeenAt = Start + TimeSpan.FromMinutes(10),
        Status = status,
    };
}

using System.Security.Cryptography;
using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Chain;
using OffRamp.LocalHost.Sandbox.Facts;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.LocalHost.Sandbox.Custodian;

/// <summary>
/// The control <c>POST /sandbox/deposits</c>: a transfer happens, and the custodian tells of it: seen,
/// then confirmed or dropped. Nothing is checked against the address, so that transfers on the wrong
/// network, of the wrong token or of nothing can happen too.
/// </summary>
internal static class ReportDeposit
{
    private const int MostRepeats = 100;

    public static Outcome Decide(Ask ask)
    {
        var stopAt = ask.Body.OneOf("stop_at", "confirmed", "seen", "confirmed", "dropped");
        var repeat = ask.Body.Times("repeat", MostRepeats);
        var deposit = Read(ask);
        if (ask.Body.HasProblems)
        {
            return ask.Body.Refusal();
        }

        var known = ask.Books.Deposits.GetValueOrDefault(deposit.Key);
        var status = Enum.Parse<DepositStatus>(stopAt, ignoreCase: true);
        deposit = deposit with
        {
            SeenAt = known?.SeenAt ?? deposit.SeenAt,
            Status = known is { Status: DepositStatus.Confirmed } && status == DepositStatus.Seen ? known.Status : status,
        };
        DepositStatus[] story = status == DepositStatus.Seen ? [status] : [DepositStatus.Seen, status];
        var notices = Enumerable.Range(0, repeat + 1)
            .SelectMany(_ => story)
            .Select(told => new NoticeQueued(NoticeOf(deposit with { Status = told }, ask.Now)));
        return Outcome.Ok(new { tx_hash = deposit.TxHash, log_index = deposit.LogIndex }, [new DepositReported(deposit), .. notices]);
    }

    private static Deposit Read(Ask ask)
    {
        var network = ask.Body.OneOf("network", null, "TRC20", "ERC20");
        var asset = ask.Body.OptionalText("asset") ?? "USDT";
        var contract = ask.Body.OptionalText("contract_address") ?? TokenContract.Of(asset, network);
        return new Deposit(network, asset, contract, ask.Body.Text("address"), ask.Body.Amount("amount", isZeroAllowed: true))
        {
            TxHash = ask.Body.OptionalText("tx_hash") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            LogIndex = ask.Body.Whole("log_index", 0, 0, int.MaxValue),
            SeenAt = ask.Body.Time("seen_at", ask.Now),
            Risk = ask.Body.OneOf("risk", "low", "low", "high"),
            Status = DepositStatus.Seen,
        };
    }

    private static Notice NoticeOf(Deposit deposit, DateTimeOffset now) => Notice.Of(
        Provider.Custodian,
        $"address {SandboxAddress.Comparable(deposit.Address)}",
        $"deposit.{deposit.Status.ToString().ToLowerInvariant()}",
        new
        {
            deposit.Network,
            deposit.Asset,
            deposit.ContractAddress,
            deposit.Address,
            deposit.Memo,
            deposit.Amount,
            deposit.TxHash,
            deposit.LogIndex,
            deposit.Confirmations,
            deposit.SeenAt,
            deposit.Risk,
        },
        now);
}

using System.Text.Json.Nodes;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Operators.Sells;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Operators;

/// <summary>What an operator decided about a notice, on its sell as it was at that sequence, and why.</summary>
internal sealed record NoticeOrder(string NoticeId, SellId Sell, long SeenSequence, string Operator, string Reason);

/// <summary>What the provider says at this moment of what a notice is about.</summary>
/// <param name="Seen">For the log: what the operator's decision stands on.</param>
internal abstract record ProviderWord(string Seen)
{
    internal sealed record Transfer(DepositFact Fact) : ProviderWord(
        $"{Fact.Network} {Fact.TxHash} #{Fact.LogIndex}, {Fact.Amount} of {Fact.ContractAddress}, {Fact.Status.ToString().ToLowerInvariant()}");

    internal sealed record Payout(PayoutFact Fact) : ProviderWord(
        $"{Fact.PayoutId}, {Fact.Amount} {Fact.Currency}, {Fact.Status.ToString().ToLowerInvariant()}");

    internal sealed record Verification(string Id, VerificationSaid Said) : ProviderWord($"{Id}, {Said.Status}");

    /// <summary>Nothing of this sell's, or nothing that is news.</summary>
    internal sealed record Nothing(string Seen) : ProviderWord(Seen);
}

/// <summary>
/// Processes a notice that nobody could use for the sell that an operator named. Only its name is taken from it; what is
/// recorded is what the provider answers, by the rules that hold for a notice that could be read. That a transfer is counted of
/// which the sell has not heard is the operator's decision (<see cref="SellAction.MatchDeposit"/>).
/// </summary>
internal sealed class NoticeProcessing(
    ListDeposits deposits, IPayoutProvider payouts, IKycProvider kyc, UserKyc users, KycNotices kycNotices,
    SellStore sells, SellActions actions, SellInbox inbox, SellPolicies policies, UnmatchedNotices notices)
{
    public const string Processed = "notice_processed";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="ProblemException">503: the provider is silent.</exception>
    public Task<ProviderWord> AskAsync(UnmatchedNotice notice, Sell sell, CancellationToken cancellation) => notice.Source switch
    {
        "deposits" => FindTransferAsync(notice, sell, cancellation),
        "payouts" => FindPayoutAsync(notice, sell, cancellation),
        _ => FindVerificationAsync(notice, sell, cancellation),
    };

    /// <summary>What speaks against it as the sell is now; null for nothing.</summary>
    public string? FindRefusal(ProviderWord said, Sell sell, NoticeOrder order) => said switch
    {
        ProviderWord.Nothing => Refusals.ActionNotPossible,
        ProviderWord.Transfer transfer when !IsKnown(sell, transfer.Fact) => actions.FindRefusal(sell, OrderOf(order, transfer.Fact)),
        _ => null,
    };

    /// <param name="notice">The notice; in the end it is out of the list.</param>
    /// <param name="said">What its provider says.</param>
    /// <param name="sell">As it was read.</param>
    /// <param name="order">What was decided.</param>
    /// <param name="request">Names the order: sent again, it has its effect once.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see cref="SellActions.Done"/>, or a code of the contract.</returns>
    public async Task<string> RunAsync(UnmatchedNotice notice, ProviderWord said, Sell sell, NoticeOrder order, Id26 request, CancellationToken cancellation)
    {
        var outcome = FindRefusal(said, sell, order) ?? await TellAsync(said, sell, order, request, cancellation);
        if (outcome != SellActions.Done)
        {
            return outcome;
        }

        var ended = new NoticeProcessed(sell.Id, order.Operator, policies.Now, request);
        return await notices.TryEndAsync(notice, ended, cancellation) ? SellActions.Done : Processed;
    }

    /// <summary>What two have agreed on. Its provider is asked once more: what counts is what it says now.</summary>
    /// <exception cref="ProblemException">503: the provider is silent.</exception>
    public async Task<string> RunAgreedAsync(NoticeOrder order, Id26 request, CancellationToken cancellation)
    {
        if (await notices.FindAsync(order.NoticeId, cancellation) is not var (notice, processed) || await sells.FindAsync(order.Sell, cancellation) is not { } sell)
        {
            return Refusals.Stale;
        }

        // Whoever agreed before may have died right after it was done.
        return processed is not null ? processed.Request == request ? SellActions.Done : Processed
            : await RunAsync(notice, await AskAsync(notice, sell, cancellation), sell, order, request, cancellation);
    }

    public static ProblemResult Refuse(string code) => code == Processed
        ? Problems.Conflict(code, "Somebody has had this notice processed already.")
        : SellActions.Refuse(code);

    private async Task<string> TellAsync(ProviderWord said, Sell sell, NoticeOrder order, Id26 request, CancellationToken cancellation)
    {
        switch (said)
        {
            case ProviderWord.Transfer transfer when !IsKnown(sell, transfer.Fact):
                return await actions.RunAsync(sell, OrderOf(order, transfer.Fact), request, cancellation);
            case ProviderWord.Transfer { Fact: var fact }:
                await inbox.TellAsync(sell.Id, new DepositNotice($"{NameOf(fact)}|{request}", policies.Now, fact), cancellation);
                return SellActions.Done;
            case ProviderWord.Payout payout:
                var name = $"{SellKeys.PayoutNotice(payout.Fact.PayoutId, payout.Fact.Status.ToString())}|{request}";
                await inbox.TellAsync(sell.Id, new PayoutNotice(name, policies.Now, payout.Fact), cancellation);
                return SellActions.Done;
            case ProviderWord.Verification known:
                var user = new UserRef(sell.PartnerId, sell.UserKey);
                await kycNotices.TrySaveAsync(user, Verifications.Of(known.Id, known.Said), $"{request}", cancellation);
                await kycNotices.TellAsync(user, cancellation);
                return SellActions.Done;
            default:
                return SellActions.Done;
        }
    }

    /// <summary>The transfer of the notice's hash, as the custodian lists it for this sell's address.</summary>
    private async Task<ProviderWord> FindTransferAsync(UnmatchedNotice notice, Sell sell, CancellationToken cancellation)
    {
        if (!TxHash.TryParse(TextOf(notice, "tx_hash"), out var hash))
        {
            return new ProviderWord.Nothing("the notice names no transaction");
        }

        var index = (notice.Notice?["data"]?["log_index"] as JsonValue)?.TryGetValue<long>(out var number) == true ? number : (long?)null;
        var listed = await deposits.FindAsync(sell, policies.For(sell).Asset, hash, index, cancellation);
        return listed switch
        {
            [var fact] => new ProviderWord.Transfer(fact),
            [] => new ProviderWord.Nothing($"no transfer of {hash.Value} at this sell's address"),
            _ => new ProviderWord.Nothing($"{listed.Count} transfers of {hash.Value} at this sell's address"),
        };
    }

    /// <summary>The sell's payout that the notice names, as its provider knows it; where it names none, the last one.</summary>
    private async Task<ProviderWord> FindPayoutAsync(UnmatchedNotice notice, Sell sell, CancellationToken cancellation)
    {
        var named = TextOf(notice, "payout_id");
        if ((named is null ? sell.LastPayout : sell.Payouts.FirstOrDefault(payout => payout.Id == named)) is not { } mine)
        {
            return new ProviderWord.Nothing("no payout of this sell's");
        }

        return await payouts.AskAsync(mine.Id, cancellation) switch
        {
            PayoutReported { Fact: { Status: PayoutStatus.Settled or PayoutStatus.Failed or PayoutStatus.Returned } fact } => new ProviderWord.Payout(fact),
            PayoutReported => new ProviderWord.Nothing($"{mine.Id} is under way"),
            PayoutNeverArrived => new ProviderWord.Nothing($"{mine.Id} is not known"),
            _ => throw Silent("payout provider"),
        };
    }

    /// <summary>Where the sell's user stands, where the notice is of his verification or names none.</summary>
    private async Task<ProviderWord> FindVerificationAsync(UnmatchedNotice notice, Sell sell, CancellationToken cancellation)
    {
        var named = TextOf(notice, "verification_id");
        var known = (await users.FindVerificationAsync(sell.PartnerId, sell.UserKey, cancellation))?.VerificationId;
        if (known is null || (named is not null && named != known))
        {
            return new ProviderWord.Nothing("no verification of this sell's user");
        }

        return await kyc.AskAsync(known, cancellation) is { } said ? new ProviderWord.Verification(known, said) : throw Silent("KYC provider");
    }

    /// <summary>Whether the sell has heard of it before: then there is nothing for an operator to decide.</summary>
    private static bool IsKnown(Sell sell, DepositFact fact) => sell.Deposits.Any(deposit => deposit.Id == DepositMatch.IdOf(sell, fact));

    /// <summary>As the row is named that the same notice had made, if it could have been read.</summary>
    private static string NameOf(DepositFact fact) =>
        SellKeys.DepositNotice(fact.Network, fact.TxHash, fact.LogIndex, $"deposit.{fact.Status.ToString().ToLowerInvariant()}");

    private static OperatorOrder OrderOf(NoticeOrder order, DepositFact fact) =>
        new(SellAction.MatchDeposit, order.SeenSequence, order.Operator, order.Reason) { Deposit = fact };

    private static string? TextOf(UnmatchedNotice notice, string field) =>
        (notice.Notice?["data"]?[field] as JsonValue)?.TryGetValue<string>(out var text) == true && text.Length > 0 ? text : null;

    private static ProblemException Silent(string provider) =>
        new(Problems.Describe("provider_unavailable", $"The {provider} does not answer. Try again.") with { RetryAfter = Pause });
}

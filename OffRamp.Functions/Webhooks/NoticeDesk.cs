using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Webhooks;

/// <summary>
/// Where every notice ends: with its sell, or set aside for operators. It answers 2xx only after that is stored; the
/// hint that follows is best effort and no part of the answer.
/// </summary>
internal sealed class NoticeDesk(
    NoticeInbox inbox, SellOrchestrations orchestrations, KnownSells sells, UnmatchedNotices unmatched, VisitSell visit)
{
    /// <summary>For the API's description of the endpoints that end here.</summary>
    public const string Says = "Signed over the exact bytes. A signed notice that is JSON is always stored: one with fields that "
        + "are missing or unusable, or that matches nothing, is shown to operators.";

    /// <param name="sell">Whose it is; null, or one that never came to be, sets the notice aside.</param>
    /// <param name="source">The kind of notice.</param>
    /// <param name="notice">As it came.</param>
    /// <param name="item">What it says.</param>
    /// <param name="cancellation">Gives up; whether it is stored is unknown then, and the provider sends it again.</param>
    public async Task<IResult> HandOverAsync(
        SellId? sell, NoticeSource source, SignedNotice notice, InboxItem item, CancellationToken cancellation)
    {
        if (sell is not { } id)
            return await SetAsideAsync(source, notice, "no_sell", cancellation);
        var outcome = await inbox.PutAsync(id, source, notice, item, cancellation);
        var eventName = item is DepositNotice ? SellSignals.DepositReceived : SellSignals.NoticeReceived;

        // Not the caller's token: what is stored is to be heard, also when the provider has hung up.
        var hint = await orchestrations.HintAsync(id, eventName, CancellationToken.None);

        // A sell has an orchestration only after it came to be, so whoever heard the hint proves it without a read.
        if (hint != HintResult.Raised && !await sells.ContainsAsync(id, cancellation))
            return await SetAsideAsync(source, notice, "no_sell", cancellation);
        await visit.RunAsync(id, hint);

        return outcome == NoticeOutcome.Repeated ? Repeated() : Accepted();
    }

    public async Task<IResult> SetAsideAsync(NoticeSource source, SignedNotice notice, string reason, CancellationToken cancellation) =>
        await unmatched.AddAsync(source, notice, reason, cancellation) ? Accepted() : Repeated();

    public static IResult Accepted() => Results.Json(new NoticeReceipt("accepted"), statusCode: StatusCodes.Status202Accepted);

    public static IResult Repeated() => Results.Json(new NoticeReceipt("repeated"));
}

/// <param name="Status"><c>accepted</c> or <c>repeated</c>.</param>
internal sealed record NoticeReceipt(string Status);

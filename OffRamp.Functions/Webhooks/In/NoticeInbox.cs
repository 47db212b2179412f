using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Webhooks.In;

/// <summary>
/// Where every notice ends: with its sell, or set aside for operators. It answers 2xx only after that is stored; the
/// hint that follows is best effort and no part of the answer.
/// </summary>
internal sealed partial class NoticeInbox(
    NoticeStore store, Advance advance, SellOrchestrations orchestrations, KnownSells sells, UnmatchedNotices unmatched, RequestVisit visit,
    TimeProvider clock, ILogger<NoticeInbox> log)
{
    /// <summary>For the API's description of the endpoints that end here.</summary>
    public const string Says = "Signed over the exact bytes. A signed notice that is JSON is always stored: one with fields that "
        + "are missing or unusable, or that matches nothing, is shown to operators.";

    /// <summary>The way of every notice: its signature is checked, it is read, and taken in, or set aside where it cannot be read.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="source">The kind of notice.</param>
    /// <param name="secrets">What its provider signs with.</param>
    /// <param name="read">What it says, by its type and data; null where a field is missing or unusable, which the fields' problems say.</param>
    /// <param name="take">What becomes of one that could be read.</param>
    /// <exception cref="Hosting.Errors.ProblemException">401: no valid signature; 400: signed, but not JSON.</exception>
    public async Task<IResult> ReceiveAsync<T>(
        HttpContext context, NoticeSource source, IReadOnlyList<byte[]> secrets, Func<string, JsonFields, T?> read, Func<SignedNotice, T, Task<IResult>> take)
        where T : class
    {
        var notice = await SignedNotice.ReadAsync(context, secrets, clock.GetUtcNow());
        var (said, reason) = source.Read(notice, read);
        return said is null ? await SetAsideAsync(source, notice, reason, context.RequestAborted) : await take(notice, said);
    }

    /// <param name="sell">Whose it is; null, or one that never came to be, sets the notice aside.</param>
    /// <param name="source">The kind of notice.</param>
    /// <param name="notice">As it came.</param>
    /// <param name="item">What it says.</param>
    /// <param name="cancellation">Gives up; whether it is stored is unknown then, and the provider sends it again.</param>
    public async Task<IResult> HandOverAsync(
        SellId? sell, NoticeSource source, SignedNotice notice, InboxItem item, CancellationToken cancellation)
    {
        if (sell is not { } id)
        {
            return await SetAsideAsync(source, notice, "no_sell", cancellation);
        }

        // At best it is stored with all that it changes, and its hint says what is next; else it is stored first, and its hint tells to look.
        var next = await TakeInAsync(id, NoticeStore.ArrivalOf(id, source, notice, item), cancellation);
        var outcome = next is null ? await store.PutAsync(id, source, notice, item, cancellation) : NoticeOutcome.Stored;

        // Not the caller's token: what is stored is to be heard, also when the provider has hung up.
        var eventName = item is DepositNotice ? SellSignals.DepositReceived : SellSignals.NoticeReceived;
        var hint = await orchestrations.HintAsync(id, eventName, next, CancellationToken.None);
        if (next is not null && hint == HintResult.Raised)
        {
            // Nothing waits to be read, and the record's promise brings a visit.
            return Accepted();
        }

        // A sell has an orchestration only after it came to be, so whoever heard the hint proves it without a read.
        if (next is null && hint != HintResult.Raised && !await sells.ContainsAsync(id, cancellation))
        {
            return await SetAsideAsync(source, notice, "no_sell", cancellation);
        }

        await visit.RunAsync(id, hint);

        return outcome == NoticeOutcome.Repeated ? Repeated() : Accepted();
    }

    /// <summary>What goes wrong here may go right with a stored notice: the provider is not turned away for it.</summary>
    private async Task<SellStep?> TakeInAsync(SellId sell, Arrival arrived, CancellationToken cancellation)
    {
        try
        {
            return await advance.TakeInAsync(sell, arrived, cancellation) is { } step ? SellStep.Of(step, clock.GetUtcNow()) : null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotTakenIn(e, sell.ToString());
            return null;
        }
    }

    public async Task<IResult> SetAsideAsync(NoticeSource source, SignedNotice notice, string reason, CancellationToken cancellation) =>
        await unmatched.AddAsync(source, notice, reason, cancellation) ? Accepted() : Repeated();

    public static IResult Accepted() => Results.Json(new NoticeReceipt("accepted"), statusCode: StatusCodes.Status202Accepted);

    public static IResult Repeated() => Results.Json(new NoticeReceipt("repeated"));

    [LoggerMessage(LogLevel.Warning, "A notice could not be taken in at once; it is stored to be read. Sell: {SellId}")]
    private partial void NotTakenIn(Exception exception, string sellId);
}

/// <param name="Status"><c>accepted</c> or <c>repeated</c>.</param>
internal sealed record NoticeReceipt(string Status);

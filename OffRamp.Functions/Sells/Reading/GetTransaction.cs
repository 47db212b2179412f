using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Reading;

/// <summary>GET /widget/transactions/{sell_id or session_id}: a sell in five words, for those who poll.</summary>
internal sealed class GetTransaction(SessionStore sessions, TimeProvider clock)
{
    [Function("GetTransaction")]
    [ForPartners]
    [Operation("getTransaction", "Poll a transaction, in Proof's shape", Says = "A session without a sell is `pending`; one that expired is `failed`.")]
    [Answers(200, typeof(TransactionView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Transaction)] HttpRequest request, string id)
    {
        var context = request.HttpContext;
        var sell = PrefixedId.TryParse<SellId>(id, out var sellId);
        if (!sell && PrefixedId.TryParse<SessionId>(id, out var sessionId))
        {
            (sell, sellId) = (true, sessionId.Sell);
        }

        return sell && await sessions.FindAsync(sellId.Session, context.Partner().Id, context.RequestAborted) is { } found
            ? Results.Json(TransactionView.Of(found, clock.GetUtcNow()))
            : Problems.NotFound();
    }
}

/// <summary>Names and words as the source's clients know them.</summary>
internal sealed record TransactionView
{
    public required SellId MerchantTransactionId { get; init; }
    public string? PartnerUserId { get; init; }
    public string Type { get; } = "sell";
    public required SellStatus Status { get; init; }
    public required Currency Currency { get; init; }
    public required Network Network { get; init; }
    public string? CryptoAmount { get; init; }
    public required Currency FiatCurrency { get; init; }
    public string? FiatAmount { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static TransactionView Of(StoredSession found, DateTimeOffset now)
    {
        var (session, sell) = (found.Session, found.Sell);
        return new()
        {
            MerchantTransactionId = session.Id.Sell,
            PartnerUserId = session.PartnerUserId,
            Status = sell?.Status ?? StatusOf(found.StatusAt(now)),
            Currency = session.Currency,
            Network = session.Network,
            CryptoAmount = (sell?.Quote.CryptoAmount ?? session.CryptoAmount)?.ToString(),
            FiatCurrency = session.FiatCurrency,
            FiatAmount = (sell?.Quote.FiatAmount ?? session.FiatAmount)?.ToString(),
            CreatedAt = sell?.CreatedAt ?? session.CreatedAt,
            UpdatedAt = sell?.UpdatedAt ?? session.UpdatedAt,
        };
    }

    private static SellStatus StatusOf(SessionStatus status) => status switch
    {
        SessionStatus.Cancelled => SellStatus.Cancelled,
        SessionStatus.Expired => SellStatus.Failed,
        _ => SellStatus.Pending,
    };
}

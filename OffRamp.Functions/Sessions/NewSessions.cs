using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;

namespace OffRamp.Functions.Sessions;

/// <summary>Opens sessions; safe to repeat under one id, which a claimed idempotency key fixes.</summary>
internal sealed class NewSessions(SessionStore sessions, Verifications verifications, WidgetLink link, Settings settings, TimeProvider clock)
{
    /// <param name="id">Its row in the partner's list has been written.</param>
    public async Task<IResult> OpenAsync(SessionId id, PartnerId partner, SessionWish wish, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var status = wish.UserKey is { } key
            ? await verifications.FindAtOpeningAsync(new(partner, key, wish.UserEmail ?? wish.PartnerUserId!), cancellation)
            : KycStatus.NotStarted;
        var session = await sessions.AddAsync(New(id, partner, wish, status, now), cancellation);
        return Results.Json(link.Show(SessionView.Of(session, null, now), session), statusCode: StatusCodes.Status201Created);
    }

    private Session New(SessionId id, PartnerId partner, SessionWish wish, KycStatus status, DateTimeOffset now) => new()
    {
        Id = id,
        PartnerId = partner,
        Shape = wish.Shape,
        IsLive = !settings.IsLocal,
        PartnerUserId = wish.PartnerUserId,
        UserEmail = wish.UserEmail,
        UserReference = wish.UserReference,
        UserKey = wish.UserKey,
        Currency = wish.Asset.Currency,
        Network = wish.Asset.Network,
        FiatCurrency = wish.Fiat,
        FiatAmount = wish.FiatAmount,
        CryptoAmount = wish.CryptoAmount,
        ReturnUrl = wish.ReturnUrl,
        CancelUrl = wish.CancelUrl,
        Metadata = wish.Metadata,
        KycStatus = status,
        Sequence = 1,
        CreatedAt = now,
        UpdatedAt = now,
        ExpiresAt = SessionTimes.ExpiryAfterAct(now, status),
        CommitId = SessionStore.NewCommitId(),
    };
}

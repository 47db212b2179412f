using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Sessions;

/// <summary>Opens sessions; safe to repeat under one id, which a claimed idempotency key fixes.</summary>
internal sealed class NewSessions(SessionStore sessions, Verifications verifications, WidgetLink link, Settings settings, TimeProvider clock)
{
    /// <param name="id">Its row in the partner's list has been written.</param>
    public async Task<IResult> OpenAsync(SessionId id, Partner partner, SessionRequest wanted, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var status = wanted.UserKey is { } key
            ? await verifications.FindAtOpeningAsync(new(partner.Id, key, KycUser.NameOf(id, wanted.PartnerUserId, wanted.UserEmail, null)), cancellation)
            : KycStatus.NotStarted;
        var session = await sessions.AddAsync(New(id, partner, wanted, status, now), cancellation);
        var view = SessionView.Of(session, null, now) with { MerchantTransactionId = session.Shape == SessionShape.Proof ? id.Sell : null };
        return Results.Json(link.Show(view, session), statusCode: StatusCodes.Status201Created);
    }

    private Session New(SessionId id, Partner partner, SessionRequest wanted, KycStatus status, DateTimeOffset now) => new()
    {
        Id = id,
        PartnerId = partner.Id,
        Shape = wanted.Shape,
        IsLive = !settings.IsLocal,
        PartnerUserId = wanted.PartnerUserId,
        UserEmail = wanted.UserEmail,
        UserReference = wanted.UserReference,
        UserKey = wanted.UserKey,
        Currency = wanted.Asset.Currency,
        Network = wanted.Asset.Network,
        FiatCurrency = wanted.Fiat,
        FiatAmount = wanted.FiatAmount,
        CryptoAmount = wanted.CryptoAmount,
        ReturnUrl = wanted.ReturnUrl,
        CancelUrl = wanted.CancelUrl,
        Metadata = wanted.Metadata,
        Country = wanted.Country,
        Support = partner.Support,
        KycStatus = status,
        Sequence = 1,
        CreatedAt = now,
        UpdatedAt = now,
        ExpiresAt = SessionTimes.ExpiryAfterAct(now, status),
        CommitId = SessionStore.NewCommitId(),
    };
}

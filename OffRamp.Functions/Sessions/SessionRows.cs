using System.Text.Json;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out;

namespace OffRamp.Functions.Sessions;

/// <summary>How a session lies in rows.</summary>
internal static class SessionRows
{
    public const string UserKey = "UserKey";
    public const string UserReference = "UserReference";

    public static Row Of(Session session) =>
        new Row(SellKeys.Partition(session.Id), SellKeys.Session)
            .Set(SellKeys.Handled, 0)
            .SetLargeText(SellKeys.Data, JsonSerializer.Serialize(session, ApiJson.WithoutNulls));

    public static Session SessionOf(Row row) => JsonSerializer.Deserialize<Session>(row.GetLargeText(SellKeys.Data)!, ApiJson.Options)!;

    /// <summary>
    /// The session in its partner's list, newest first, and among those that will expire, and in its day's settlement. Written before the session, so that no session is missing from
    /// the list; a row whose session never came to be is skipped. It finds a user's sessions too, by what the partner calls him or by his e-mail address.
    /// </summary>
    public static IReadOnlyList<Row> InList(PartnerId partner, SessionId session, string? userKey, string? userReference, string? email) =>
    [
        new Row(IndexKeys.Partner(partner), IndexKeys.SessionRow(session))
            .Set(UserKey, userKey)
            .Set(UserReference, userReference),
        Due(partner, session, SessionTimes.FirstExpiry(session)),
        InSettlement(partner, session),
        .. email is null ? Array.Empty<Row>() : [SessionsByEmail.RowOf(partner, session, email)],
    ];

    /// <summary>The session among those that may become a sell with bookings on the day that it was opened on.</summary>
    public static Row InSettlement(PartnerId partner, SessionId session) =>
        new(IndexKeys.Partner(partner), IndexKeys.SettlementRow(session.OpenedOn, session.Sell));

    /// <summary>When somebody has to see whether the session has expired; it may be open for longer by then.</summary>
    public static Row Due(PartnerId partner, SessionId session, DateTimeOffset at) =>
        new(IndexKeys.Partner(partner), IndexKeys.DueRow(at, session));

    /// <summary>The event that a change of the session is; the session has counted it already.</summary>
    public static WebhookEvent Event(Session session, string type, SessionStatus? before, DateTimeOffset now) => new()
    {
        Id = Ids.EventId.Of(Id26.New(now)),
        Type = type,
        CreatedAt = now,
        Sequence = session.Sequence,
        PreviousStatus = before is { } status ? JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()) : null,
        Data = SessionView.WriteForEvent(session, now),
    };
}

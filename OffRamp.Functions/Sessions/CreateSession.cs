using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Sessions;

/// <summary>POST /widget/session and POST /v1/sessions: one thing in two shapes.</summary>
internal static class CreateSession
{
    [Operation("createWidgetSession", "Open a session, in Proof's shape")]
    [Takes(typeof(ProofSessionBody))]
    [Answers(201, typeof(SessionView), Says = "The session, with `client_secret` and `widget_url`, which are shown this once.")]
    [Refuses("type_not_supported", "fiat_not_supported", "limit_exceeded")]
    public static async Task<IResult> HandleProof(HttpContext context, NewSessions sessions, SessionStore store, Assets assets)
    {
        var wish = SessionWish.ReadProof(await RequestBody.ReadAsync(context), assets, context.Partner());
        var id = new SessionId(context.Claim().Id);
        await store.ListAsync(context.Partner().Id, id, wish.UserKey, wish.UserReference, context.RequestAborted);
        return await sessions.OpenAsync(id, context.Partner().Id, wish, context.RequestAborted);
    }

    [Operation("createSession", "Open a session, in 0Gate's shape")]
    [Takes(typeof(GateSessionBody))]
    [Answers(201, typeof(SessionView), Says = "The session, with `client_secret` and `widget_url`, which are shown this once.")]
    [Refuses("fiat_not_supported")]
    public static async Task<IResult> HandleGate(HttpContext context, NewSessions sessions, Assets assets)
    {
        var wish = SessionWish.ReadGate(await RequestBody.ReadAsync(context), assets);
        return await sessions.OpenAsync(new(context.Claim().Id), context.Partner().Id, wish, context.RequestAborted);
    }

    /// <summary>
    /// The session's rows in its partner's lists, which share a transaction with the claim of the key. The key is
    /// required, so the body has been read by then; what is wrong with it the endpoint says.
    /// </summary>
    public static IReadOnlyList<Row> InList(HttpContext context, Id26 id)
    {
        var body = RequestBody.ReadBytesAsync(context) is { IsCompletedSuccessfully: true } read ? RequestBody.ParseJson(read.Result) : null;
        var reference = Text(body, "user_reference");
        return SessionRows.InList(context.Partner().Id, new(id), UserKeys.Of(Text(body, "partner_user_id"), Text(body, "user_email")), reference);
    }

    private static string? Text(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 255 } text ? text : null;
}

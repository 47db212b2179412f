using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Sessions;

/// <summary>POST /widget/session and POST /v1/sessions: one thing in two shapes.</summary>
internal sealed class CreateSession(NewSessions sessions, SessionStore store, Assets assets)
{
    [Function("CreateWidgetSession")]
    [ForPartners(IfEnabled = true)]
    [Idempotent]
    [Refuses("offramp_disabled")]
    [Operation("createWidgetSession", "Open a session, in Proof's shape", Says = "`proofWidget.run()` of the script `/widget/offramp.js` takes the answer as it is.")]
    [Takes(typeof(ProofSessionBody))]
    [Answers(201, typeof(SessionView), Says = "The session, with `merchant_transaction_id`, and `client_secret` and `widget_url`, which are shown this once.")]
    [Refuses("type_not_supported", "fiat_not_supported", "limit_exceeded", "country_not_supported")]
    public async Task<IResult> CreateWidgetSession(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.WidgetSession)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var wanted = SessionRequest.ReadProof(await RequestBody.ReadAsync(context), assets, context.Partner());
        var id = new SessionId(context.Claim().Id);
        await store.ListAsync(context.Partner().Id, id, wanted.UserKey, wanted.UserReference, wanted.UserEmail, context.RequestAborted);
        return await sessions.OpenAsync(id, context.Partner(), wanted, context.RequestAborted);
    }

    [Function("CreateSession")]
    [ForPartners(IfEnabled = true)]
    [Idempotent(KeyIsRequired = true, Alongside = typeof(SessionInList))]
    [Refuses("offramp_disabled")]
    [Operation("createSession", "Open a session, in 0Gate's shape")]
    [Takes(typeof(GateSessionBody))]
    [Answers(201, typeof(SessionView), Says = "The session, with `client_secret` and `widget_url`, which are shown this once.")]
    [Refuses("fiat_not_supported", "country_not_supported")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Sessions)] HttpRequest request,
        [DurableClient] DurableTaskClient durable)
    {
        var context = request.HttpContext;
        var wanted = SessionRequest.ReadGate(await RequestBody.ReadAsync(context), assets, context.Partner());
        return await sessions.OpenAsync(new(context.Claim().Id), context.Partner(), wanted, context.RequestAborted);
    }
}

/// <summary>
/// The session's rows in its partner's lists, which share a transaction with the claim of the key. The key is required, so
/// the body has been read by then; what is wrong with it the function says.
/// </summary>
internal sealed class SessionInList : IRowsAlongside
{
    public IReadOnlyList<Row> Of(HttpContext context, Id26 id)
    {
        var body = RequestBody.ReadBytesAsync(context) is { IsCompletedSuccessfully: true } read ? RequestBody.ParseJson(read.Result) : null;
        var reference = Text(body, "user_reference");
        var email = Text(body, "user_email");
        return SessionRows.InList(context.Partner().Id, new(id), UserKeys.Of(Text(body, "partner_user_id"), email), reference, email);
    }

    private static string? Text(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 255 } text ? text : null;
}

using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// <c>/webhooks/realtime</c>: what Web PubSub asks about its connections, as CloudEvents over HTTP. A connection is let in
/// by a ticket that nobody has used, and is then told how its sell stands.
/// </summary>
internal sealed class ReceiveRealtimeEvent(WebPubSub service, LiveTickets tickets, GreetFollower greet, ServerKey key)
{
    private const string Connect = "azure.webpubsub.sys.connect";
    private const string Connected = "azure.webpubsub.sys.connected";

    /// <summary>The service asks whether it may send events here at all. What it sends is signed.</summary>
    [Function("AllowRealtimeEvents")]
    [FromProviders]
    public static IResult AllowRealtimeEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = Routes.RealtimeEvents)] HttpRequest request)
    {
        var context = request.HttpContext;
        context.Response.Headers.Allow = "POST, OPTIONS";
        context.Response.Headers["WebHook-Allowed-Origin"] = "*";
        return Results.Ok();
    }

    [Function("ReceiveRealtimeEvent")]
    [FromProviders]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.RealtimeEvents)] HttpRequest request) => HandleAsync(request.HttpContext);

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var connection = headers["ce-connectionId"].ToString();
        if (!service.IsOn || service.Key?.HasSigned(connection, headers["ce-signature"].ToString()) == false)
        {
            return new ProblemResult(Problems.Describe("invalid_signature", "The signature is missing or not valid.") with { Challenge = "ce-signature" });
        }

        if (await RequestBody.ReadBytesAsync(context) is { Length: > 0 } body && RequestBody.ParseJson(body) is null)
        {
            return Problems.Of("invalid_json", "The body is not valid JSON.");
        }

        var type = headers["ce-type"].ToString();
        if (type is not (Connect or Connected))
        {
            return Done();
        }

        if (LiveTicket.Read(headers["ce-userId"].ToString(), key) is not { } ticket)
        {
            return Problems.Unauthorized();
        }

        if (type == Connect)
        {
            return await tickets.ClaimAsync(ticket, connection, context.RequestAborted) ? Done() : Problems.Unauthorized();
        }

        if (await tickets.IsHeldAsync(ticket, connection, context.RequestAborted))
        {
            await greet.RunAsync(ticket, connection);
        }

        return Done();
    }

    private static IResult Done() => Results.Json(new { });
}

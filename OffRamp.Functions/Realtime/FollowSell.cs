using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Realtime;

/// <summary>POST /v1/sells/{id}/realtime, and the sell page's: the address of a WebSocket on which one follows a sell.</summary>
internal sealed class FollowSell(WebPubSub service, ServerKey key, TimeProvider clock, SessionStore sessions)
{
    private const string Says = "Connect within 60 s, once; plain, or with the subprotocol `json.webpubsub.azure.v1` or `json.reliable.webpubsub.azure.v1` of "
        + "Azure Web PubSub. How things stand comes at once, then each change, as `tx.update`; with `after`, every change after that sequence instead. "
        + "Sequences have no gaps: whoever misses one asks for a new address with `after`.";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    [Function("FollowSell")]
    [ForPartners]
    [Idempotent]
    [Operation("followSell", "Follow a sell by WebSocket", Says = Says)]
    [Takes(typeof(FollowBody), IsOptional = true)]
    [Answers(200, typeof(FollowView))]
    [Refuses("live_updates_unavailable")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.SellRealtime)] HttpRequest request,
        [DurableClient] DurableTaskClient durable, string id) =>
        PrefixedId.TryParse<SellId>(id, out var sell) && await sessions.FindOwnAsync($"{sell.Session}", request.HttpContext) is { Sell: not null } found
            ? await InviteAsync(found, request.HttpContext)
            : Problems.NotFound();

    [Function("FollowPageSession")]
    [ForSellPage]
    [Idempotent]
    [Operation("followPageSession", "Follow the session and its sell by WebSocket", Says = Says)]
    [Takes(typeof(FollowBody), IsOptional = true)]
    [Answers(200, typeof(FollowView))]
    [Refuses("live_updates_unavailable")]
    public Task<IResult> FollowPageSession(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.PageRealtime)] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => InviteAsync(request.HttpContext.Session(), request.HttpContext);

    private async Task<IResult> InviteAsync(StoredSession found, HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, optional: true);
        var after = fields.Integer("after", 0, int.MaxValue);
        fields.ThrowIfInvalid();
        if (!service.IsOn)
        {
            return Problems.Unavailable("live_updates_unavailable", "There are no live updates here. Poll instead.", TimeSpan.FromHours(1));
        }

        var ticket = new LiveTicket(found.Session.Id.Sell, Id26.New(clock.GetUtcNow()), after);
        return await service.InviteAsync(ticket.Write(key), context.RequestAborted) is { } url
            ? Results.Json(new FollowView(url))
            : Problems.Unavailable("live_updates_unavailable", "The live updates do not answer. Poll meanwhile.", Pause);
    }
}

internal sealed record FollowView(string Url);

/// <summary>The fields of the body, for the API's description.</summary>
internal sealed record FollowBody
{
    public long? After { get; init; }
}

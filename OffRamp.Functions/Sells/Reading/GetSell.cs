using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Reading;

/// <summary>GET /v1/sells/{id}</summary>
internal sealed class GetSell(SessionStore sessions)
{
    [Function("GetSell")]
    [ForPartners]
    [Operation("getSell", "Read a sell")]
    [Answers(200, typeof(SellView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Sell)] HttpRequest request, string id) =>
        PrefixedId.TryParse<SellId>(id, out var sell)
        && await sessions.FindAsync(sell.Session, request.HttpContext.Partner().Id, request.HttpContext.RequestAborted) is { Sell: not null } found
            ? Results.Json(Show(found))
            : Problems.NotFound();

    /// <summary>The sell of a session that has one, as its partner sees it.</summary>
    public static SellView Show(StoredSession found) => SellView.Of(found.Sell!).With(SessionView.MetadataOf(found.Session), found.Session.Support);
}

using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells;

/// <summary>GET /v1/sells/{id}</summary>
internal static class GetSell
{
    [Operation("getSell", "Read a sell")]
    [Answers(200, typeof(SellView))]
    public static async Task<IResult> Handle(string id, HttpContext context, SessionStore sessions) =>
        PrefixedId.TryParse<SellId>(id, out var sell)
        && await sessions.FindAsync(sell.Session, context.Partner().Id, context.RequestAborted) is { Sell: not null } found
            ? Results.Json(Show(found))
            : Problems.NotFound();

    /// <summary>The sell of a session that has one, as its partner sees it.</summary>
    public static SellView Show(StoredSession found) => SellView.Of(found.Sell!).With(SessionView.MetadataOf(found.Session));
}

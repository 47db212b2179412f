using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>Sessions and sells as the user's browser sees them: without what the partner keeps for itself.</summary>
internal static class PageView
{
    /// <summary>Fields that only partners see.</summary>
    public static readonly IReadOnlyList<string> PartnersOwn = ["metadata", "user_reference", "partner_user_id"];

    public static JsonObject Of(SessionView session)
    {
        var view = Strip(session);
        if (view["sell"] is JsonObject sell)
        {
            Strip(sell);
        }

        return view;
    }

    public static JsonObject Of(Sell sell, Session session) => Strip(SellView.Of(sell).With(null, session.Support));

    private static JsonObject Strip<T>(T view) => Strip((JsonObject)JsonSerializer.SerializeToNode(view, ApiJson.Options)!);

    private static JsonObject Strip(JsonObject view)
    {
        foreach (var name in PartnersOwn)
        {
            view.Remove(name);
        }

        return view;
    }
}

using System.Net;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.SellPage;

/// <summary>
/// GET /sell/{session_id}: the hosted page. It is the same for every session; its script reads the secret from the
/// fragment, which no server ever sees, and asks the API for everything else.
/// </summary>
internal sealed class ShowSellPage(SellPagePolicy policy, Settings settings)
{
    private const string Says = "Open it with the session's `client_secret` in the fragment, as in `widget_url`. "
        + "Pages of the partner's `allowed_origins` may frame it. It speaks the browser's language, or that of `?lang=`, as far as there are words in it.";

    private static readonly PublicFiles Assets = new("sell", PublicFiles.Shared);
    private static readonly PublicFiles Alone = new("widget");

    // Each is a file with its words.
    private static readonly string Languages = string.Join(' ', Assets.Names
        .Where(name => name.StartsWith("words.", StringComparison.Ordinal) && name != "words.js").Select(name => name.Split('.')[1]).Order(StringComparer.Ordinal));

    [Function("GetSellPage")]
    [ForAnyone]
    [Operation("getSellPage", "Open the sell page", Says = Says)]
    [Answers(200, MediaType = "text/html")]
    [Refuses("storage_unavailable")]
    public async Task<IResult> GetSellPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.SellPage)] HttpRequest request, string id)
    {
        var context = request.HttpContext;
        context.Response.Headers.ContentSecurityPolicy = await policy.OfAsync(id, context.RequestAborted);
        return Results.Bytes(Page(settings), "text/html; charset=utf-8");
    }

    /// <summary>GET /sell/assets/{file}: what the page loads.</summary>
    [Function("GetSellPageAsset")]
    [ForAnyone]
    public static IResult GetSellPageAsset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.SellPageAsset)] HttpRequest request, string file) => Assets.Answer(request.HttpContext, file);

    [Function("GetEmbedScript")]
    [ForAnyone]
    [Operation("getEmbedScript", "Load the script that embeds the sell page", Says = "It defines `OffRamp.mount`, `OffRamp.redirectToSellPage` and `proofWidget.run`.")]
    [Answers(200, MediaType = "text/javascript")]
    public static IResult GetEmbedScript(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.EmbedScript)] HttpRequest request) => Alone.Answer(request.HttpContext, "offramp.js");

    // All that the page is told from here: settings of the installation, nothing of a session.
    private static byte[] Page(Settings settings) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Alone["sell.html"])
            .Replace("{{languages}}", Languages, StringComparison.Ordinal)
            .Replace("{{card_page}}", WebUtility.HtmlEncode(settings.CardPage?.ToString()), StringComparison.Ordinal));
}

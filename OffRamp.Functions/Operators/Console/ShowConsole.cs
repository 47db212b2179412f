using System.Text;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Operators.Console;

/// <summary>
/// GET /ops: the operators' console. The page is the same for everybody and knows nothing; its script asks the operators'
/// API for everything, with the key that the operator types in, or as whoever is signed in.
/// </summary>
internal sealed class ShowConsole(Settings settings)
{
    private const string Says = "It asks for an operator's key and keeps it in the tab; where operators sign in with Entra ID, it asks for none.";

    // Not even a script of our own may make elements out of text.
    private const string OwnFilesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly PublicFiles Assets = new("console", PublicFiles.Shared);
    private static readonly PublicFiles Alone = new("ops");

    [Function("GetConsole")]
    [ForAnyone]
    [Operation("getConsole", "Open the operators' console", Says = Says)]
    [Answers(200, MediaType = "text/html")]
    public IResult GetConsole([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Console)] HttpRequest request)
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = OwnFilesOnly;
        return Results.Bytes(Page(settings), "text/html; charset=utf-8");
    }

    /// <summary>GET /ops/assets/{file}: what the page loads.</summary>
    [Function("GetConsoleAsset")]
    [ForAnyone]
    public static IResult GetConsoleAsset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.ConsoleAsset)] HttpRequest request, string file) =>
        Assets.Answer(request.HttpContext, file);

    private static byte[] Page(Settings settings) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Alone["console.html"]).Replace("{{sign_in}}", settings.Operators.AcceptsPrincipal ? "entra" : "key", StringComparison.Ordinal));
}

using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.OpenApi;

/// <summary>GET /docs: the document for people. The page and all that it loads are files of ours.</summary>
internal static class ShowDocs
{
    private const string OwnFilesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly PublicFiles Files = new("docs/");

    [Operation("getDocs", "Read this document as a page")]
    [Answers(200, MediaType = "text/html")]
    public static IResult Handle(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = OwnFilesOnly;
        return Files.Answer(context, "docs.html");
    }

    /// <summary>GET /docs/{file}: what the page loads.</summary>
    public static IResult HandleFile(string file, HttpContext context) => Files.Answer(context, file);
}

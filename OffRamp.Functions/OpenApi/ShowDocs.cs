using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.OpenApi;

/// <summary>GET /docs: the document for people. The page and all that it loads are files of ours.</summary>
internal static class ShowDocs
{
    private const string OwnFilesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["docs.html"] = "text/html; charset=utf-8",
        ["docs.css"] = "text/css; charset=utf-8",
        ["docs.js"] = "text/javascript; charset=utf-8",
        ["schema.js"] = "text/javascript; charset=utf-8",
    };

    private static readonly Dictionary<string, byte[]> Files = MediaTypes.Keys.ToDictionary(name => name, Read);

    [Operation("getDocs", "Read this document as a page")]
    [Answers(200, MediaType = "text/html")]
    public static IResult Handle(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = OwnFilesOnly;
        return PublicFile.Answer(context, Files["docs.html"], MediaTypes["docs.html"]);
    }

    /// <summary>GET /docs/{file}: what the page loads.</summary>
    public static IResult HandleFile(string file, HttpContext context) =>
        Files.TryGetValue(file, out var bytes) ? PublicFile.Answer(context, bytes, MediaTypes[file]) : Problems.NotFound();

    private static byte[] Read(string name)
    {
        using var file = typeof(ShowDocs).Assembly.GetManifestResourceStream("docs/" + name)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

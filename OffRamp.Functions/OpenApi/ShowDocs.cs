using System.IO.Compression;
using OffRamp.Functions.Hosting;
using Scalar.AspNetCore;

namespace OffRamp.Functions.OpenApi;

/// <summary>GET /docs: the document for people, by Scalar. The page and all that it loads are files of the app.</summary>
internal static class ShowDocs
{
    private const string ScalarScript = "scalar.js";

    // Scalar puts its styles into the page by script; scripts themselves come from the app's own files only.
    private const string OwnFilesOnly =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly PublicFiles Files = new("docs/");
    private static readonly Lazy<byte[]> Scalar = new(ReadScalar);

    [Operation("getDocs", "Read this document as a page")]
    [Answers(200, MediaType = "text/html")]
    public static IResult Handle(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = OwnFilesOnly;
        return Files.Answer(context, "docs.html");
    }

    /// <summary>GET /docs/{file}: what the page loads.</summary>
    public static IResult HandleFile(string file, HttpContext context) => file == ScalarScript
        ? PublicFiles.Answer(context, Scalar.Value, "text/javascript; charset=utf-8")
        : Files.Answer(context, file);

    // The package carries its script compressed.
    private static byte[] ReadScalar()
    {
        using var resource = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets." + ScalarScript)
            ?? throw new InvalidOperationException("Scalar.AspNetCore does not carry its script under the name that this version did.");
        using var script = new GZipStream(resource, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        script.CopyTo(bytes);
        return bytes.ToArray();
    }
}

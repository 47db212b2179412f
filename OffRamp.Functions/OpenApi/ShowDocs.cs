using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
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

    private static readonly PublicFiles Files = new("docs");

    // 4.9 MB, and less than a third of that as the package carries it.
    private static readonly PublicFile Scalar = PublicFile.OfCompressed(ReadScalar);

    [Function("GetDocs")]
    [ForAnyone]
    [Operation("getDocs", "Read this document as a page")]
    [Answers(200, MediaType = "text/html")]
    public static IResult GetDocs(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Docs)] HttpRequest request)
    {
        var context = request.HttpContext;
        context.Response.Headers.ContentSecurityPolicy = OwnFilesOnly;
        return Files.Answer(context, "docs.html");
    }

    /// <summary>GET /docs/{file}: what the page loads.</summary>
    [Function("GetDocsFile")]
    [ForAnyone]
    public static IResult GetDocsFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.DocsFile)] HttpRequest request, string file) =>
        file == ScalarScript
            ? PublicFiles.Answer(request.HttpContext, Scalar, "text/javascript; charset=utf-8")
            : Files.Answer(request.HttpContext, file);

    private static byte[] ReadScalar()
    {
        using var resource = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets." + ScalarScript)
            ?? throw new InvalidOperationException("Scalar.AspNetCore does not carry its script under the name that this version did.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}

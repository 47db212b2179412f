using System.Text.Json;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.OpenApi;

/// <summary>The document, written once: endpoints do not change while the app runs.</summary>
internal sealed class ApiDocument(EndpointDataSource endpoints)
{
    private readonly Lazy<byte[]> json = new(() =>
        JsonSerializer.SerializeToUtf8Bytes(new DocumentWriter(endpoints.Endpoints).Write(), ApiJson.Options));

    public byte[] Json => json.Value;
}

/// <summary>GET /openapi/v1.json</summary>
internal static class ShowDocument
{
    [Operation("getOpenApiDocument", "Read this document")]
    [Answers(200)]
    public static IResult Handle(HttpContext context, ApiDocument document) => PublicFiles.Answer(context, document.Json, "application/json");
}

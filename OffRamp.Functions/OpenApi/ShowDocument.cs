using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.OpenApi;

/// <summary>The document, written once: functions do not change while the app runs.</summary>
internal sealed class ApiDocument(HttpFunctions functions, Settings settings)
{
    private readonly Lazy<byte[]> json = new(() =>
        JsonSerializer.SerializeToUtf8Bytes(new DocumentWriter(functions).Write(settings.PublicUrl), ApiJson.Options));

    public byte[] Json => json.Value;
}

/// <summary>GET /openapi/v1.json</summary>
internal sealed class ShowDocument(ApiDocument document)
{
    [Function("GetOpenApiDocument")]
    [ForAnyone]
    [Operation("getOpenApiDocument", "Read this document")]
    [Answers(200)]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OpenApiDocument)] HttpRequest request) => PublicFiles.Answer(request.HttpContext, document.Json, "application/json");
}

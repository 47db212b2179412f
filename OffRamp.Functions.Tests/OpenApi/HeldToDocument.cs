using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>
/// Holds every answer that a test gets from the whole app against the OpenAPI document: the status must be described, and
/// the body be as its schema says, with no property more or less.
/// </summary>
internal sealed class HeldToDocument(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var method = request.Method == HttpMethod.Head ? "GET" : request.Method.Method;
        if (!answer.IsOfServer() && ApiDoc.Find(method, request.RequestUri!.AbsolutePath) is { } operation)
        {
            await CheckAsync(operation, answer, hasBody: request.Method != HttpMethod.Head, cancellationToken);
        }

        return answer;
    }

    private static async Task CheckAsync(Operation operation, HttpResponseMessage answer, bool hasBody, CancellationToken cancellation)
    {
        var what = $"{operation} answers {(int)answer.StatusCode}";
        if (operation.Json["responses"]![$"{(int)answer.StatusCode}"] is not { } described)
        {
            throw new AssertFailedException(
                $"{what}, which the OpenAPI document does not describe: {await answer.Content.ReadAsStringAsync(cancellation)}. See [Answers] and [Refuses].");
        }

        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (answer.StatusCode == System.Net.HttpStatusCode.NotModified || !hasBody)
        {
            return;
        }

        if (ApiDoc.Resolve(described)["content"]![mediaType ?? ""] is not { } content)
        {
            throw new AssertFailedException($"{what} with {mediaType}, which the OpenAPI document does not describe.");
        }

        if (!mediaType!.EndsWith("json", StringComparison.Ordinal))
        {
            return;
        }

        await answer.Content.LoadIntoBufferAsync(cancellation);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation));
        var faults = JsonSchemaCheck.Faults(json, content["schema"]!).ToList();
        Assert.IsEmpty(faults, $"{what} other than the OpenAPI document says: {string.Join("; ", faults)}");
    }
}

using System.Text.Json;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What a provider sends: signed, whatever it says.</summary>
internal static class ProviderNotice
{
    public static HttpRequestMessage Of(string path, IReadOnlyList<byte[]> secrets, object notice, DateTimeOffset at)
    {
        var (id, body) = (Guid.NewGuid().ToString(), JsonSerializer.SerializeToUtf8Bytes(notice));
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(at));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, at, body, secrets));
        return request;
    }
}

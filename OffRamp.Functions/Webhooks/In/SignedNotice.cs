using System.Text.Json;
using System.Text.Unicode;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Webhooks.In;

/// <summary>A message in that its provider signed.</summary>
/// <param name="WebhookId">The provider's name for the message; the same on every attempt.</param>
/// <param name="Body">Exactly what was signed.</param>
/// <param name="Json">Its one meaning; null for JSON that has none, such as a field named twice.</param>
internal sealed record SignedNotice(string WebhookId, byte[] Body, JsonElement? Json)
{
    /// <exception cref="ProblemException">401: no valid signature, whatever the body; 400: signed, but not JSON.</exception>
    public static async Task<SignedNotice> ReadAsync(HttpContext context, IReadOnlyList<byte[]> secrets, DateTimeOffset now)
    {
        var body = await RequestBody.ReadBytesAsync(context);
        var id = WebhookSignature.Verify(context.Request.Headers, body, secrets, now)
            ?? throw new ProblemException(Problems.Describe(
                "invalid_signature", "The signature, its timestamp or the webhook-id is missing or not valid.") with
            { Challenge = "Signature" });
        return IsJson(body)
            ? new(id, body, RequestBody.ParseJson(body))
            : throw Problems.Because("invalid_json", "The body is not valid JSON.");
    }

    // Any depth and repeated names: that is JSON too, and what a provider signed as JSON is never turned away.
    private static bool IsJson(byte[] body)
    {
        try
        {
            if (!Utf8.IsValid(body))
            {
                return false;
            }

            using var json = JsonDocument.Parse(body, new() { MaxDepth = RequestBody.Limit });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

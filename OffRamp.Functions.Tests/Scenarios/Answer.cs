using System.Net;
using System.Text.Json;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>What was answered to a request of a scenario.</summary>
internal static class Answer
{
    // What a client may ask again after, or with another quote; null for a final answer.
    public static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict))
        {
            return null;
        }

        var code = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString();
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable || code is "idempotency_in_progress" or "quote_expired" ? code : null;
    }

    public static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sending, HttpStatusCode expected)
    {
        using var answer = await sending;
        var text = await answer.Content.ReadAsStringAsync();
        var isExpected = answer.StatusCode == expected || (expected == HttpStatusCode.OK && answer.IsSuccessStatusCode);
        Assert.IsTrue(isExpected, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}

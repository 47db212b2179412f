using System.Net;
using System.Text.Json;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>An answer read as application/problem+json; fails the test where it is not exactly that.</summary>
internal sealed record ProblemBody(int Status, string Code, bool Retryable, IReadOnlyList<(string Path, string Code)> Errors)
{
    public static async Task<ProblemBody> ReadAsync(HttpResponseMessage answer)
    {
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var root = json.RootElement;
        Assert.AreEqual((int)answer.StatusCode, root.GetProperty("status").GetInt32());
        Assert.AreEqual(answer.Headers.GetValues("X-Request-Id").Single(), root.GetProperty("request_id").GetString());
        Assert.AreEqual("urn:offramp:problem:" + root.GetProperty("code").GetString(), root.GetProperty("type").GetString());
        Assert.AreNotEqual("", root.GetProperty("title").GetString());
        Assert.AreNotEqual("", root.GetProperty("detail").GetString());
        var errors = root.TryGetProperty("errors", out var list)
            ? list.EnumerateArray().Select(e => (e.GetProperty("path").GetString()!, e.GetProperty("code").GetString()!)).ToList()
            : [];
        return new((int)answer.StatusCode, root.GetProperty("code").GetString()!, root.GetProperty("retryable").GetBoolean(), errors);
    }

    public static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await ReadAsync(answer);
        Assert.AreEqual(((int)status, code), (problem.Status, problem.Code));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What an operator asks of a shop's app by any method, on the version that was read.</summary>
internal static class OperatorCalls
{
    /// <param name="shop">Whose app.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="path">Of the operators' API.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="tag">For <c>If-Match</c>; null for none.</param>
    public static async Task<HttpResponseMessage> AsOperatorAsync(this Shop shop, HttpMethod method, string path, object? body = null, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        if (tag is not null)
        {
            request.Headers.IfMatch.ParseAdd(tag);
        }

        return await shop.Client.SendAsync(request);
    }

    public static async Task<JsonElement> ReadAsOperatorAsync(this Shop shop, string path)
    {
        using var answer = await shop.AsOperatorAsync(HttpMethod.Get, path);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    /// <summary>A partner becomes another in what is said.</summary>
    /// <param name="shop">Whose app.</param>
    /// <param name="change">The fields that change.</param>
    /// <param name="id">The partner's; null for the one of the local demo.</param>
    /// <returns>The partner as it is then.</returns>
    public static async Task<JsonElement> ChangePartnerAsync(this Shop shop, object change, string? id = null)
    {
        using var answer = await shop.AsOperatorAsync(HttpMethod.Patch, $"/ops/api/partners/{id ?? DemoPartner.Id.ToString()}", change);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>A request that was done, and its answer.</summary>
internal sealed record Exchange(Operation Operation, int Status, JsonNode? Sent, JsonNode? Got);

/// <summary>A way through the whole API, on which the examples of the document are met.</summary>
internal sealed class Tour : IAsyncDisposable
{
    private readonly List<Exchange> exchanges = [];

    private readonly PartnerServer partner;

    private Tour(Shop shop, FakeOrchestrations durable, PartnerServer partner) => (Shop, Durable, this.partner) = (shop, durable, partner);

    public Shop Shop { get; }

    /// <summary>Stands in for the orchestrations, which the operators' part of the way looks at.</summary>
    public FakeOrchestrations Durable { get; }

    public IReadOnlyList<Exchange> Exchanges => exchanges;

    public static async Task<Tour> BeginAsync()
    {
        var durable = new FakeOrchestrations();
        var partner = await PartnerServer.StartAsync("shop.example");
        return new(
            await Shop.OpenAsync(services => services.AddSingleton<IOrchestrationClient>(durable).AddSingleton(partner.AsPublic()), ("OFFRAMP_APPROVALS", "on")), durable, partner);
    }

    public async Task<JsonElement> PartnerAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var answer = await Shop.PartnerAsync(method, path, body, key);
        return await KeepAsync(method, path, body, answer);
    }

    public async Task<JsonElement> PageAsync(OpenedSession session, HttpMethod method, string path = "", object? body = null)
    {
        using var answer = await Shop.PageAsync(session, method, path, body);
        return await KeepAsync(method, $"/widget/sessions/{session.Id}{path}", body, answer);
    }

    public async Task<JsonElement> OperatorAsync(HttpMethod method, string path, object? body = null, string who = Shop.OperatorKey)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Operator-Key", who);
        using var answer = await Shop.Client.SendAsync(request);
        return await KeepAsync(method, path, body, answer);
    }

    public async Task<JsonElement> NoticeAsync(string path, IReadOnlyList<byte[]> secrets, object notice)
    {
        using var answer = await Shop.NoticeAsync(path, secrets, notice);
        return await KeepAsync(HttpMethod.Post, path, notice, answer);
    }

    public async Task<JsonElement> AnyoneAsync(string path)
    {
        using var answer = await Shop.Client.GetAsync(path);
        return await KeepAsync(HttpMethod.Get, path, null, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await partner.DisposeAsync();
    }

    private async Task<JsonElement> KeepAsync(HttpMethod method, string path, object? body, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.IsTrue(answer.IsSuccessStatusCode, $"{method} {path}: {text}");
        exchanges.Add(new(
            ApiDoc.Find(method.Method, path.Split('?')[0])!, (int)answer.StatusCode, JsonSerializer.SerializeToNode(body), JsonNode.Parse(text)));

        // What comes after is later, so that lists have one order.
        Shop.Clock.Advance(TimeSpan.FromSeconds(1));
        return JsonElement.Parse(text);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using OffRamp.DurableTask.Client;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>The Durable HTTP API as one answer to every event, for tests of what follows from hints.</summary>
internal sealed class FakeDurableApi : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>What events are answered with: 202 raised, 404 no such instance, 410 ended, 500 trouble; null: no answer at all.</summary>
    public HttpStatusCode? Answer { get; set; } = HttpStatusCode.Accepted;

    /// <summary>Answers that come before that one, each once.</summary>
    public Queue<HttpStatusCode> FirstAnswers { get; init; } = [];

    /// <summary>The body of every GET of an instance.</summary>
    public string Instance { get; set; } = "{}";

    /// <summary>The body of every GET of many.</summary>
    public string Instances { get; set; } = "[]";

    /// <summary>Method and path below the API, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>A sell's orchestration that has ended, as the API tells of it.</summary>
    public static string Ended(string id) => JsonSerializer.Serialize(new
    {
        name = "Sell", instanceId = id, runtimeStatus = "Completed", customStatus = "paid", input = (string?)null, output = (string?)null,
        createdTime = "2030-01-01T12:00:00Z", lastUpdatedTime = "2030-01-01T12:16:00Z",
    });

    public DurableTaskClient Connect() => new HttpDurableTaskClient(new HttpClient(this), new("http://durable.example/api"), "key");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery["/api".Length..]}");
        if ((FirstAnswers.TryDequeue(out var first) ? first : Answer) is not { } status)
            throw new HttpRequestException("nobody there");
        var isOfMany = request.RequestUri.AbsolutePath.EndsWith("/instances", StringComparison.Ordinal);
        return Task.FromResult(request.Method == HttpMethod.Get
            ? new HttpResponseMessage(status == HttpStatusCode.Accepted ? HttpStatusCode.OK : status) { Content = new StringContent(isOfMany ? Instances : Instance) }
            : new HttpResponseMessage(status) { Content = new StringContent("") });
    }
}

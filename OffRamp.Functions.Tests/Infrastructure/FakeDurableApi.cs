using System.Collections.Concurrent;
using System.Net;
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

    /// <summary>The body of every GET.</summary>
    public string Instance { get; set; } = "{}";

    /// <summary>Method and path below the API, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public DurableTaskClient Connect() => new HttpDurableTaskClient(new HttpClient(this), new("http://durable.example/api"), "key");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery["/api".Length..]}");
        if ((FirstAnswers.TryDequeue(out var first) ? first : Answer) is not { } status)
            throw new HttpRequestException("nobody there");
        return Task.FromResult(request.Method == HttpMethod.Get
            ? new HttpResponseMessage(status == HttpStatusCode.Accepted ? HttpStatusCode.OK : status) { Content = new StringContent(Instance) }
            : new HttpResponseMessage(status) { Content = new StringContent("") });
    }
}

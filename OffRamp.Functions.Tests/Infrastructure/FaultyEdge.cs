using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What becomes of one HTTP request, as its sender sees it.</summary>
internal enum Mood
{
    Fine,

    /// <summary>503, and nothing was done.</summary>
    Busy,

    /// <summary>Nobody takes the connection.</summary>
    Refused,

    /// <summary>It never arrives, and no answer comes in time.</summary>
    TimedOut,

    /// <summary>It is done, but the answer never arrives.</summary>
    Lost,

    /// <summary>A rate that is an hour old.</summary>
    Stale,
}

/// <summary>A request: <c>POST /payouts</c>, the n-th of its name and the n-th of all, from 1.</summary>
internal sealed record EdgeCall(string Name, int Number, int Index)
{
    /// <summary>What became of it.</summary>
    public Mood Mood { get; set; }

    public bool IsWrite => !Name.StartsWith("GET", StringComparison.Ordinal);
}

/// <summary>The network between the app and one side of the outside, which has moods that the test decides on.</summary>
internal sealed class FaultyEdge(Func<HttpRequestMessage, string> name) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(3) })
{
    private readonly ConcurrentQueue<EdgeCall> calls = new();
    private readonly ConcurrentDictionary<string, int> numbers = new();
    private int count;

    /// <summary>To the providers: <c>GET /payouts</c>, whichever payout.</summary>
    public static FaultyEdge ToProviders() => new(request => $"{request.Method} /{request.RequestUri!.Segments[1].TrimEnd('/')}");

    /// <summary>To the table service.</summary>
    public static FaultyEdge ToStorage() => new(request => $"{request.Method} {request.RequestUri!.Segments[^1]}");

    public Func<EdgeCall, Mood> Decide { get; set; } = _ => Mood.Fine;

    /// <summary>Runs just before a request that is let through.</summary>
    public Func<EdgeCall, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>When a request is given up, before its sender would.</summary>
    public TimeSpan Impatience { get; set; } = Timeout.InfiniteTimeSpan;

    public IReadOnlyList<EdgeCall> Calls => [.. calls];

    /// <summary>How many requests met a mood other than fine.</summary>
    public int Faults { get; private set; }

    public void Clear()
    {
        calls.Clear();
        numbers.Clear();
        count = 0;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var known = name(request);
        var call = new EdgeCall(known, numbers.AddOrUpdate(known, 1, (_, n) => n + 1), Interlocked.Increment(ref count));
        calls.Enqueue(call);
        var mood = Decide(call);
        call.Mood = mood;
        Faults += mood == Mood.Fine ? 0 : 1;
        switch (mood)
        {
            case Mood.Busy:
                var busy = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request, Content = new StringContent("{}") };
                busy.Headers.Add("retry-after-ms", "5");
                return busy;
            case Mood.Refused:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (a fault was ordered)");
            case Mood.TimedOut:
                throw new TaskCanceledException("A fault was ordered.", new TimeoutException());
            default:
                await Before(call);
                var answer = await AskAsync(request, cancellationToken);
                if (mood == Mood.Stale)
                {
                    await GrowOldAsync(answer);
                }

                if (mood != Mood.Lost)
                {
                    return answer;
                }

                answer.Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost (a fault was ordered)");
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Impatience);
        return await base.SendAsync(request, patience.Token);
    }

    private static async Task GrowOldAsync(HttpResponseMessage answer)
    {
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        body["as_of"] = body["as_of"]!.GetValue<DateTimeOffset>().AddHours(-1);
        answer.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    }
}

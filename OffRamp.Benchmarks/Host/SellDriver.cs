using System.Diagnostics;
using System.Text;

namespace OffRamp.Benchmarks.Host;

/// <summary>How long a sell took, in milliseconds: from its start to the partner's notice, and to the payout from an accepted deposit, and from the moment that it was told.</summary>
internal readonly record struct SellTimes(double EndToEnd, double DepositToPayout, double ToldToPayout);

/// <summary>The client of every sell: starts it, pays in, says that the payout settled. One that gets stuck fails the run.</summary>
internal sealed class SellDriver(SellEngine engine, Outside outside, int atOnce) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = atOnce + 16, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null })
    {
        Timeout = Patience,
    };

    private int started;

    public async Task<List<SellTimes>> RunAsync(int count)
    {
        var times = new SellTimes[count];
        await AtOnceAsync(count, async i => times[i] = await SellAsync(NextId()));
        return [.. times];
    }

    /// <summary>Starts sells, and leaves them waiting for their deposits; gives their ids.</summary>
    public async Task<List<string>> StartAsync(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => NextId()).ToList();
        await AtOnceAsync(count, i => PostAsync(engine.StartOf(ids[i]), """{"amount":100}"""));
        return ids;
    }

    /// <summary>Starts one until it is taken, also by an engine that has just lost its worker.</summary>
    public async Task StartOneAsync()
    {
        while (!await IsTakenAsync(engine.StartOf(NextId()), """{"amount":100}"""))
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Pays in until it is taken, also by an engine that is not up yet; ends when the payout is asked for.</summary>
    public async Task DepositAsync(string id)
    {
        while (!await IsTakenAsync(engine.EventOf(id, "deposit"), """{"tx":"0xabc"}"""))
        {
            await Task.Delay(20);
        }
        await outside.PaidAsync(id).WaitAsync(Patience);
    }

    public void Dispose() => client.Dispose();

    private Task AtOnceAsync(int count, Func<int, Task> work) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) => await work(i));

    private async Task<SellTimes> SellAsync(string id)
    {
        var began = Stopwatch.GetTimestamp();
        await PostAsync(engine.StartOf(id), """{"amount":100}""");
        var told = Stopwatch.GetTimestamp();
        await PostAsync(engine.EventOf(id, "deposit"), """{"tx":"0xabc"}""");
        var accepted = Stopwatch.GetTimestamp();
        await outside.PaidAsync(id).WaitAsync(Patience);
        var paid = Stopwatch.GetTimestamp();
        await PostAsync(engine.EventOf(id, "settled"), """{"ref":"r"}""");
        await outside.EndedAsync(id).WaitAsync(Patience);
        return new(Stopwatch.GetElapsedTime(began).TotalMilliseconds, Stopwatch.GetElapsedTime(accepted, paid).TotalMilliseconds, Stopwatch.GetElapsedTime(told, paid).TotalMilliseconds);
    }

    private async Task<bool> IsTakenAsync(Uri address, string body)
    {
        try
        {
            await PostAsync(address, body);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task PostAsync(Uri address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(address, content);
        answer.EnsureSuccessStatusCode();
    }

    private string NextId() => $"s{Environment.ProcessId:x}n{Interlocked.Increment(ref started):x}r{Random.Shared.Next():x}";
}

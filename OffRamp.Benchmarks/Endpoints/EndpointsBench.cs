using System.Collections.Concurrent;
using System.Text.Json;
using OffRamp.Benchmarks.Measuring;
using OffRamp.Benchmarks.Product;
using OffRamp.LocalHost.Sandbox;
using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Chain;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.Benchmarks.Endpoints;

/// <summary><c>./bench endpoints</c>: what a sell asks of the API before its deposit, and what partners ask most, each by itself.</summary>
internal static class EndpointsBench
{
    public static async Task RunAsync(EndpointsBenchOptions options)
    {
        var rounds = new List<Dictionary<string, EndpointFigures>>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {options.Rounds}");
            rounds.Add(await RoundAsync(options, isLast: round == options.Rounds));
        }

        var medians = rounds[0].Keys.ToDictionary(name => name, name => EndpointFigures.MedianOf([.. rounds.Select(round => round[name])]));
        Console.WriteLine();
        Console.WriteLine($"{options.Requests} requests of each, {options.AtOnce} at once; medians of {options.Rounds}; {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| | requests/s | p50 / p99 ms | KB allocated | storage operations |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, figures) in medians)
        {
            Console.WriteLine($"| {name} | {figures.PerSecond:0} | {figures.P50:0.0} / {figures.P99:0.0} | {figures.Kilobytes:0} | {figures.Operations:0.0} |");
        }
        if (options.Pictures is { } folder)
        {
            Draw("endpoints-requests.svg", "Requests a second, each endpoint by itself", "requests/s", figures => figures.PerSecond);
            Draw("endpoints-kilobytes.svg", "KB that the worker allocates for a request, with what it sets off", "KB", figures => figures.Kilobytes);

            void Draw(string file, string title, string unit, Func<EndpointFigures, double> figure) =>
                BarChart.Write(folder, file, title, unit, medians.Select(endpoint => (endpoint.Key, figure(endpoint.Value))));
        }
    }

    /// <summary>One after the other, of a product that is new; the last round says what was allocated, if that is asked.</summary>
    private static async Task<Dictionary<string, EndpointFigures>> RoundAsync(EndpointsBenchOptions options, bool isLast)
    {
        await using var world = await ProductWorld.StartAsync(options.Build);
        using var seller = new Seller(world);
        using var meter = new AllocationMeter(world.Product.WorkerId);
        using var sampler = options.Allocations && isLast ? new AllocationSampler(world.Product.WorkerId) : null;
        var endpoints = await MeasureAsync(world, seller, meter, options);
        if (sampler is not null)
        {
            AllocationReport.Print(await sampler.EndAsync(), endpoints);
        }
        return endpoints.ToDictionary();
    }

    /// <summary>Sells are brought on their way together: what one endpoint makes, the next one takes.</summary>
    private static async Task<List<(string Name, EndpointFigures Figures)>> MeasureAsync(ProductWorld world, Seller seller, AllocationMeter meter, EndpointsBenchOptions options)
    {
        var measured = new List<(string Name, EndpointFigures Figures)>();
        var (sessions, quotes, sells) = (new ConcurrentQueue<JsonElement>(), new ConcurrentDictionary<string, (JsonElement Session, JsonElement Quote)>(), new ConcurrentQueue<JsonElement>());
        using var custodian = new NoticeSender(new SandboxOptions { ApiBase = world.Product.Address });

        await TellAsync("create session", Enumerable.Range(0, options.Requests * 3 / 2), async _ => sessions.Enqueue(await seller.OpenAsync()));
        await TellAsync("quote", Again(sessions), async session => quotes[IdOf(session)] = (session, await seller.QuoteAsync(session)));
        await TellAsync("start sell", quotes.Values, async ready => sells.Enqueue(await seller.StartAsync(ready.Session, ready.Quote)));
        await TellAsync("notice in", sells, sell => NoticeAsync(custodian, sell));
        await TellAsync("read sell", Again(sells), sell => seller.PartnerAsync(HttpMethod.Get, $"/v1/sells/{IdOf(sell)}"));
        await TellAsync("list 20 sells", Again(sells), _ => seller.PartnerAsync(HttpMethod.Get, "/v1/sells"));
        return measured;

        async Task TellAsync<T>(string name, IEnumerable<T> subjects, Func<T, Task> request)
        {
            var figures = await EndpointFigures.MeasureAsync(world.Product, meter, [.. subjects], request, options.AtOnce);
            measured.Add((name, figures));
        }

        IEnumerable<JsonElement> Again(IEnumerable<JsonElement> subjects) => Enumerable.Repeat(subjects, options.Again).SelectMany(all => all);
    }

    /// <summary>The custodian says that the whole amount was seen.</summary>
    private static async Task NoticeAsync(NoticeSender custodian, JsonElement sell)
    {
        var (address, now) = (sell.GetProperty("deposit").GetProperty("address").GetString()!, DateTimeOffset.UtcNow);
        var transfer = new
        {
            network = "TRC20",
            asset = "USDT",
            contract_address = TokenContract.Of("USDT", "TRC20"),
            address,
            amount = "250",
            tx_hash = $"{Guid.NewGuid():n}{Guid.NewGuid():n}",
            log_index = 0,
            confirmations = 1,
            seen_at = now,
            risk = "low",
        };
        if (!await custodian.SendAsync(Notice.Of(Provider.Custodian, address, "deposit.seen", transfer, now), CancellationToken.None))
        {
            throw new InvalidOperationException("A notice was refused.");
        }
    }

    private static string IdOf(JsonElement of) => of.GetProperty("id").GetString()!;
}

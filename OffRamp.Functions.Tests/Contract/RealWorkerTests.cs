using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Tests.Contract.Fuzz;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>What is held in the test process is so in the real worker's process behind the local host too.</summary>
[TestClass]
public sealed class RealWorkerTests
{
    private const int Requests = 60;

    // Of the server and the connection, or another each time.
    private static readonly string[] Unlike = ["Date", "X-Request-Id", "Transfer-Encoding", "Connection", "Keep-Alive", "Retry-After", "ETag", "Content-Length"];

    [TestMethod]
    public async Task Every_route_answers_in_its_own_process_as_it_does_in_the_test_s()
    {
        await using var market = await OpenAsync();
        await using var real = await RealWorker.StartAsync(market.Shop);
        var differences = new List<string>();

        foreach (var route in RouteTable.All)
        {
            foreach (var way in (string[])["right", "no credential", "another method", "no such thing", "no JSON"])
            {
                using var expected = await AskAsync(market, market.Shop.Client, route, way);
                using var answer = await AskAsync(market, real.Client, route, way);
                var (here, there) = (await EssenceAsync(expected), await EssenceAsync(answer));
                if (here != there)
                {
                    differences.Add($"{route}, {way}:\n{here}\nand in its own process\n{there}");
                }
            }
        }

        Assert.AreEqual("", string.Join("\n\n", differences));
    }

    [TestMethod]
    public async Task As_large_a_body_as_the_host_passes_on_is_told_that_it_is_too_large()
    {
        await using var market = await OpenAsync();
        await using var real = await RealWorker.StartAsync(market.Shop);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/widget/session") { Content = Market.Json(new string(' ', 29_900_000)) };
        request.Headers.Authorization = new("Bearer", Shop.Token);

        using var answer = await real.Client.SendAsync(request);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [TestMethod]
    public async Task Random_requests_find_no_5xx_there_and_change_nothing_that_was_refused()
    {
        await using var market = await OpenAsync();
        await using var real = await RealWorker.StartAsync(market.Shop);
        var wrong = new List<string>();

        foreach (var family in Enum.GetValues<Family>())
        {
            var requests = new RandomRequests(family, market, new Random(7));
            var stretch = new Stretch(market);
            for (var i = 0; i < Requests; i++)
            {
                using var request = await requests.NextAsync();
                request.RequestUri = new Uri(real.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.RequestUri!.PathAndQuery);
                using var answer = await FuzzTests.SendAsync(real.Client, request);
                if (await stretch.SeeAsync(answer) is { } problem)
                {
                    wrong.Add($"{family} request {i}: {problem}");
                }
            }
            wrong.AddRange(await stretch.EndAsync());
        }

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    // In the test's own process no Durable engine answers: this one knows of nothing, as the real one does.
    private static Task<Market> OpenAsync() => Market.OpenAsync(services => services.AddSingleton<IOrchestrationClient>(new FakeOrchestrations { Instance = null }));

    private static async Task<HttpResponseMessage> AskAsync(Market market, HttpClient client, KnownRoute route, string way)
    {
        // What changes something is sent what it refuses, so that both see the same.
        var body = route.TakesBody ? Market.Json(way == "no JSON" ? "{" : "[]") : null;
        var method = way == "another method" ? "PROPFIND" : route.Method;
        var path = market.PathOf(route);
        using var request = new HttpRequestMessage(new(method), way == "no such thing" ? path + "0" : path) { Content = body };
        if (route.Pattern == "/v1/sessions")
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (way != "no credential")
        {
            await market.SignAsync(request, route);
        }

        request.RequestUri = new Uri(client.BaseAddress!, request.RequestUri!);
        return await client.SendAsync(request);
    }

    private static async Task<string> EssenceAsync(HttpResponseMessage answer)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => !Unlike.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order();
        var text = await answer.Content.ReadAsStringAsync();
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return $"{(int)answer.StatusCode} {(isProblem ? JsonElement.Parse(text).GetProperty("code").GetString() : "")}\n{string.Join('\n', headers)}";
    }
}

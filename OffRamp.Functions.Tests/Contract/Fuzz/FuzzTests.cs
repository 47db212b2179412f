using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Contract.Fuzz;

/// <summary>
/// Random requests: none is answered with a 5xx, every refusal has the contract's shape, and what was refused changed
/// nothing. <c>./soak fuzz</c> asks 20,000 times a family.
/// </summary>
[TestClass]
[TestCategory("Soak")]
[TestCategory("Fuzz")]
public sealed class FuzzTests
{
    // A market of its own for so many; between two looks at the tables, so many.
    private const int AMarket = 1_000;
    private const int ALook = 20;

    private static readonly int Requests = Soak.IsFull ? 20_000 : 400;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("OFFRAMP_SOAK_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    [TestMethod]
    [DataRow(nameof(Family.Partner))]
    [DataRow(nameof(Family.SellPage))]
    [DataRow(nameof(Family.Notices))]
    [DataRow(nameof(Family.Operators))]
    [DataRow(nameof(Family.Anything))]
    public async Task Random_requests_find_no_5xx_and_change_nothing_that_was_refused(string family)
    {
        var tally = new SortedDictionary<int, int>();
        var wrong = new List<string>();

        for (var begin = 0; begin < Requests && wrong.Count < 20; begin += AMarket)
        {
            var durable = new FakeOrchestrations { Instance = FakeOrchestrations.Ended("sell_1"), Instances = [FakeOrchestrations.Ended("sell_1")] };
            await using var market = await Market.OpenAsync(services => services.AddSingleton<IOrchestrationClient>(durable));
            var requests = new RandomRequests(Enum.Parse<Family>(family), market, new Random(unchecked(Seed * 31 + begin)));
            var stretch = new Stretch(market);
            for (var i = begin; i < Math.Min(begin + AMarket, Requests); i++)
            {
                if (i % ALook == 0)
                {
                    wrong.AddRange(await stretch.EndAsync());
                }

                using var request = await requests.NextAsync();
                using var answer = await SendAsync(market.Shop.Client, request);
                tally[(int)answer.StatusCode] = tally.GetValueOrDefault((int)answer.StatusCode) + 1;
                if (await stretch.SeeAsync(answer) is { } problem)
                {
                    wrong.Add($"{family} seed {Seed} request {i}: {problem}");
                }
            }
            wrong.AddRange(await stretch.EndAsync());
        }

        var answers = string.Join(", ", tally.Select(pair => $"{pair.Key}: {pair.Value}"));
        Console.WriteLine($"{family}, {Requests} requests, seed {Seed}: {answers}");
        Assert.AreEqual("", string.Join('\n', wrong));
        Assert.IsTrue(tally.Keys.Any(status => status is >= 200 and < 300) && tally.ContainsKey((int)HttpStatusCode.NotFound), answers);
    }

    /// <summary>A head that it cannot read the HTTP server refuses itself, and hangs up on the body that follows: then the head alone must say so.</summary>
    internal static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            return await client.SendAsync(request);
        }
        catch (HttpRequestException e) when (request.Content is not null)
        {
            using var head = new HttpRequestMessage(request.Method, request.RequestUri);
            foreach (var (name, values) in request.Headers.NonValidated.Where(header => header.Key != "Transfer-Encoding"))
            {
                head.Headers.TryAddWithoutValidation(name, values);
            }

            var answer = await client.SendAsync(head);
            Assert.IsTrue(answer.IsOfServer(), $"{e.Message} {request}, and without its body {(int)answer.StatusCode}");
            return answer;
        }
    }
}

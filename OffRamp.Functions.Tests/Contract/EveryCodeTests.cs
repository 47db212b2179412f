using System.Net;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>
/// Every code of the catalogue is reached over HTTP, with the catalogue's status: by a client that knows the contract, and
/// where that takes bad luck, with a part of the app or a provider in trouble.
/// </summary>
[TestClass]
public sealed class EveryCodeTests
{
    // Held elsewhere: the rest of the catalogue is not reached by one request, or not in the time of a test.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["deadline_exceeded"] = "An endpoint has 100 s: PipelineTests holds it with a deadline of its own.",
    };

    [TestMethod]
    public void Every_code_has_a_way_to_reach_it_or_a_reason()
    {
        var codes = ProblemCatalogue.All.Select(kind => kind.Code).ToList();
        var held = WaysToCodes.Asked.Keys.Concat(WaysToCodes.InTrouble.Keys).Concat(Elsewhere.Keys).ToList();

        Assert.AreEqual("", string.Join(", ", codes.Except(held)), "without a way: add one in WaysToCodes");
        Assert.AreEqual("", string.Join(", ", held.Except(codes)), "not in the catalogue");
    }

    [TestMethod]
    public async Task A_client_reaches_every_code_that_is_its_own_doing()
    {
        await using var market = await Market.OpenAsync();

        foreach (var (code, reach) in WaysToCodes.Asked)
        {
            await ExpectAsync(code, await reach(market));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Troubles))]
    public async Task Trouble_has_its_code(string code) => await ExpectAsync(code, await WaysToCodes.InTrouble[code]());

    private static IEnumerable<object[]> Troubles => WaysToCodes.InTrouble.Keys.Select(code => new object[] { code });

    private static async Task ExpectAsync(string code, HttpResponseMessage answer)
    {
        using (answer)
        {
            var kind = ProblemCatalogue.Get(code);
            Assert.AreNotEqual("", await answer.Content.ReadAsStringAsync(), $"{code}: {answer}");
            var problem = await ProblemBody.ReadAsync(answer);
            Assert.AreEqual((kind.Code, kind.Status), (problem.Code, problem.Status));
            Assert.AreEqual(kind.Retryable || kind.Status is 429 or >= 500, problem.Retryable, code);
            Assert.AreEqual(kind.Status is 429 or 503 || code == "idempotency_in_progress", answer.Headers.RetryAfter is not null, $"{code} Retry-After");
            Assert.AreEqual(kind.Status == 401, answer.Headers.WwwAuthenticate.Count > 0, $"{code} WWW-Authenticate");
        }
    }
}

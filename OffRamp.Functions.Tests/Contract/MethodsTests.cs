using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>404 and 405 in the contract's shape, on every path that there is and on those that there are not.</summary>
[TestClass]
public sealed class MethodsTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"];

    [TestMethod]
    public async Task Every_other_method_is_told_which_are_right()
    {
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var routes in RouteTable.All.GroupBy(route => route.Pattern))
        {
            foreach (var method in Methods.Except(routes.Select(route => route.Method)))
            {
                using var answer = await market.CallAsync(routes.First() with { Method = method }, method == "GET" ? null : Market.Json("{"));
                Assert.AreEqual(HttpStatusCode.MethodNotAllowed, answer.StatusCode, $"{method} {routes.Key}");
                await ProblemBody.ExpectAsync(answer, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
                var allowed = routes.SelectMany(route => route.Method == "GET" ? ["GET", "HEAD"] : new[] { route.Method }).Append("OPTIONS");
                CollectionAssert.AreEquivalent(allowed.Distinct().ToArray(), answer.Content.Headers.Allow.ToArray(), routes.Key);
            }
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task Nothing_else_is_there_for_any_method()
    {
        await using var app = await RunningApp.StartAsync(
            TestSettings.Local(("AzureWebJobsStorage", await AzuriteFixture.ConnectionStringAsync()), ("OFFRAMP_TABLE_PREFIX", AzuriteFixture.NewPrefix())));
        string[] paths = ["/nothing", "/v1", "/v1/nothing", "/v2/sessions", "/widget/sessions", "/widget/nothing/1", "/webhooks/rates", "/ops/api/nothing", "/health", "/sell/a/b/c", "/%F0%9F%92%B8", "/v1/../../etc/passwd"];

        foreach (var path in paths)
        {
            foreach (var method in Methods)
            {
                using var request = new HttpRequestMessage(new(method), path);
                request.Content = method == "GET" ? null : new StringContent(new string('x', 70_000));
                using var answer = await app.Client.SendAsync(request);
                await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
            }
        }
    }

    [TestMethod]
    public async Task Every_path_says_its_methods_and_lets_no_other_origin_in()
    {
        await using var market = await Market.OpenAsync();

        foreach (var routes in RouteTable.All.GroupBy(route => route.Pattern))
        {
            using var answer = await market.CallAsync(
                routes.First() with { Method = "OPTIONS" }, change: request => request.Headers.Add("Origin", "https://evil.example"));
            Assert.AreEqual(routes.Key == KnownRoute.Realtime ? HttpStatusCode.OK : HttpStatusCode.NoContent, answer.StatusCode, routes.Key);
            Assert.IsTrue(routes.All(route => answer.Content.Headers.Allow.Contains(route.Method)), routes.Key);
            Assert.IsFalse(answer.Headers.Contains("Access-Control-Allow-Origin"), routes.Key);
        }
    }
}

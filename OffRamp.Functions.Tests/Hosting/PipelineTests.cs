using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class PipelineTests
{
    [TestMethod]
    public async Task Ping_is_answered_before_anything_else()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.GetAsync("/");

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("GET", "/nothing", 404, "not_found")]
    [DataRow("POST", "/", 404, "not_found")]
    [DataRow("DELETE", "/thing", 405, "method_not_allowed")]
    [DataRow("POST", "/crash", 500, "internal_error")]
    [DataRow("POST", "/refuse", 409, "stale")]
    [DataRow("POST", "/outage", 503, "storage_unavailable")]
    [DataRow("POST", "/slow", 503, "deadline_exceeded")]
    [DataRow("PROPFIND", "/thing", 405, "method_not_allowed")]
    public async Task Every_refusal_has_the_contract_s_shape(string method, string path, int status, string code)
    {
        await using var app = await TestHost.StartAsync<Things>(services => services.AddSingleton<FailureRule>(
            e => e is TimeoutException ? Problems.Describe("storage_unavailable", "Storage does not answer.") : null));

        using var answer = await app.Client.SendAsync(new(new(method), path));

        await ProblemBody.ExpectAsync(answer, (HttpStatusCode)status, code);
    }

    [TestMethod]
    public async Task A_crash_says_nothing_about_itself()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.PostAsync("/crash", null);

        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_wrong_method_is_told_which_are_right()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.DeleteAsync("/thing");

        CollectionAssert.AreEquivalent(new[] { "GET", "HEAD", "OPTIONS" }, answer.Content.Headers.Allow.ToList());
    }

    [TestMethod]
    public async Task OPTIONS_tells_the_methods_and_allows_no_other_origin()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.SendAsync(new(HttpMethod.Options, "/thing") { Headers = { { "Origin", "https://a.example" } } });

        Assert.AreEqual(HttpStatusCode.NoContent, answer.StatusCode);
        CollectionAssert.Contains(answer.Content.Headers.Allow.ToList(), "GET");
        Assert.IsFalse(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [TestMethod]
    public async Task HEAD_is_GET_without_the_body()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.SendAsync(new(HttpMethod.Head, "/thing"));

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Answers_carry_headers_that_keep_browsers_careful()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.GetAsync("/thing");

        Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.AreEqual("no-store", answer.Headers.GetValues("Cache-Control").Single());
        StringAssert.Contains(answer.Headers.GetValues("Content-Security-Policy").Single(), "frame-ancestors 'none'");
        Assert.IsFalse(answer.Headers.Contains("Server"));
    }

    [TestMethod]
    public async Task A_request_id_of_the_caller_comes_back()
    {
        await using var app = await TestHost.StartAsync<Things>();

        using var answer = await app.Client.SendAsync(new(HttpMethod.Get, "/thing") { Headers = { { "X-Request-Id", "mine 1" } } });

        Assert.AreEqual("mine 1", answer.Headers.GetValues("X-Request-Id").Single());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("tab\tinside")]
    [DataRow("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Any_other_request_id_is_replaced(string given)
    {
        await using var app = await TestHost.StartAsync<Things>();
        var request = new HttpRequestMessage(HttpMethod.Get, "/thing");
        request.Headers.TryAddWithoutValidation("X-Request-Id", given);

        using var answer = await app.Client.SendAsync(request);

        StringAssert.StartsWith(answer.Headers.GetValues("X-Request-Id").Single(), "req_");
    }

    private sealed class Things
    {
        [Function("GetThing"), ForAnyone]
        public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "thing")] HttpRequest request) =>
            Results.Json(new { name = "thing" });

        [Function("Crash"), ForAnyone]
        public static IResult Crash([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "crash")] HttpRequest request) =>
            throw new InvalidOperationException("secret");

        [Function("Refuse"), ForAnyone]
        public static IResult Refuse([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "refuse")] HttpRequest request) =>
            throw Problems.Because("stale", "Read it again.");

        [Function("Outage"), ForAnyone]
        public static IResult Outage([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "outage")] HttpRequest request) =>
            throw new TimeoutException();

        [Function("Slow"), ForAnyone, Deadline(20)]
        public static async Task<IResult> SlowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slow")] HttpRequest request)
        {
            await new TaskCompletionSource().Task;
            return Results.Ok();
        }
    }
}

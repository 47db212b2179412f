using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class HostFunctionsTests
{
    [TestMethod]
    [TestCategory("Trap 6")]
    [DataRow("""{"Data":{"input":"\"{\\\"orderId\\\":\\\"S-1\\\"}\""},"Metadata":{"sys":{}}}""", """{"orderId":"S-1"}""")]
    [DataRow("""{"Data":{"input":"\"\\\"bob\\\"\""},"Metadata":{}}""", "\"bob\"")]
    [DataRow("""{"Data":{"input":"null"},"Metadata":{}}""", null)]
    [DataRow("""{"Data":{"input":{"a":1}},"Metadata":{}}""", """{"a":1}""")]
    [DataRow("""{"Data":{"input":"12"},"Metadata":{}}""", "12")]
    public async Task Exactly_one_layer_is_undone(string body, string? expected)
    {
        string? seen = "nothing";
        await using var app = await StartAsync((_, invocation, _) =>
        {
            seen = invocation.Input;
            return Task.FromResult<string?>(null);
        });

        using var answer = await PostAsync(app, "/Work", body);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual(expected, seen);
    }

    [TestMethod]
    public async Task The_result_is_handed_back_as_a_text()
    {
        await using var app = await StartAsync((_, _, _) => Task.FromResult<string?>("""{"ok":true}"""));

        using var answer = await PostAsync(app, "/Work", """{"Data":{"input":"null"}}""");

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.AreEqual("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.AreEqual("""{"ok":true}""", json.RootElement.GetProperty("ReturnValue").GetString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("""{"Data":{"other":"null"}}""")]
    [DataRow("""{"Data":{"input":"no JSON"}}""")]
    public async Task What_is_no_invocation_fails(string body)
    {
        await using var app = await StartAsync((_, _, _) => throw new InvalidOperationException("must not run"));

        using var answer = await PostAsync(app, "/Work", body);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "invalid_request");
    }

    [TestMethod]
    public async Task A_failing_function_fails_its_invocation()
    {
        await using var app = await StartAsync((_, _, _) => throw new InvalidOperationException());

        using var answer = await PostAsync(app, "/Work", """{"Data":{"input":"null"}}""");

        Assert.AreEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [TestMethod]
    [TestCategory("Trap 3.2 timeout")]
    public async Task A_function_that_hangs_ends_at_its_deadline()
    {
        await using var app = await StartAsync(
            async (_, _, _) =>
            {
                await new TaskCompletionSource().Task;
                return null;
            },
            TimeSpan.FromMilliseconds(20));

        using var answer = await PostAsync(app, "/Work", """{"Data":{"input":"null"}}""");

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [TestMethod]
    [DataRow("x-ms-invocation-id")]
    [DataRow("X-Forwarded-For")]
    public async Task Nobody_outside_can_run_a_function(string mark)
    {
        var ran = false;
        await using var app = await StartAsync((_, _, _) =>
        {
            ran = true;
            return Task.FromResult<string?>(null);
        });

        using var answer = await PostAsync(app, "/Work", """{"Data":{"input":"null"}}""", (mark, "1"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
        Assert.IsFalse(ran);
    }

    [TestMethod]
    public async Task A_history_may_be_larger_than_a_caller_s_body()
    {
        await using var app = await StartAsync((_, invocation, _) => Task.FromResult<string?>(invocation.Input!.Length.ToString()));
        var large = new string('x', 1_000_000);

        using var answer = await PostAsync(app, "/Work", "{\"Data\":{\"input\":\"\\\"" + large + "\\\"\"}}");

        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "1000000");
    }

    [TestMethod]
    [TestCategory("Trap 1")]
    public async Task A_timer_runs_and_answers_with_a_body()
    {
        var runs = 0;
        await using var app = await TestHost.StartAsync(routes => routes.MapTimer("Tick", (_, _) =>
        {
            runs++;
            return Task.CompletedTask;
        }));

        using var answer = await PostAsync(
            app, "/Tick", """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{}}""");

        Assert.AreEqual("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", await answer.Content.ReadAsStringAsync());
        Assert.AreEqual(1, runs);
    }

    private static Task<RunningApp> StartAsync(FunctionWork work, TimeSpan? deadline = null) =>
        TestHost.StartAsync(routes => routes.MapFunction("Work", "input", deadline ?? Deadlines.Activity, work));

    private static Task<HttpResponseMessage> PostAsync(
        RunningApp app, string path, string body, (string Name, string Value)? header = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (header is { } extra)
            request.Headers.Add(extra.Name, extra.Value);
        return app.Client.SendAsync(request);
    }
}

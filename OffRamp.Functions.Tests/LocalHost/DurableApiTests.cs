using System.Net;
using System.Text;
using System.Text.Json;
using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class DurableApiTests
{
    private static DurableTaskRegistry Orchestrators { get; } = new DurableTaskRegistry()
        .AddOrchestratorFunc<JsonElement?, string>("Await", async (context, _) => await context.WaitForExternalEvent<string>("Go"))
        .AddOrchestratorFunc<string?, string>("Quick", (_, input) => Task.FromResult($"did {input}"));

    private static Task<HubWorld> WorldAsync(Func<OffRamp.LocalHost.LocalHostOptions, OffRamp.LocalHost.LocalHostOptions>? options = null) =>
        HubWorld.StartAsync(Orchestrators, null, options);

    [TestMethod]
    public async Task Without_the_key_every_call_is_refused()
    {
        await using var world = await WorldAsync();
        world.Http.DefaultRequestHeaders.Remove("x-functions-key");

        using var none = await world.Http.GetAsync(new Uri("instances/x", UriKind.Relative));
        using var wrong = await world.Http.GetAsync(new Uri("instances/x?code=guess", UriKind.Relative));
        using var right = await world.Http.GetAsync(new Uri("instances/x?code=local-durable-key", UriKind.Relative));

        Assert.AreEqual(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.AreEqual(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.AreEqual(HttpStatusCode.NotFound, right.StatusCode);
    }

    [TestMethod]
    public async Task A_start_answers_with_the_management_addresses()
    {
        await using var world = await WorldAsync();

        using var answer = await world.StartAsync("Quick", "q1", "\"it\"");
        var links = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        using var status = await world.Http.GetAsync(new Uri(links.GetProperty("statusQueryGetUri").GetString()!));

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.AreEqual("q1", links.GetProperty("id").GetString());
        Assert.IsTrue(status.IsSuccessStatusCode);
        Assert.AreEqual(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter!.Delta);
    }

    [TestMethod]
    [DataRow(3, HttpStatusCode.Conflict)]
    [DataRow(2, HttpStatusCode.InternalServerError)]
    public async Task A_running_id_is_not_started_twice(int version, HttpStatusCode expected)
    {
        await using var world = await WorldAsync(options => options with { Faults = new() { ExtensionVersion = version } });
        await world.StartAsync("Await", "w1");

        using var again = await world.StartAsync("Await", "w1");

        Assert.AreEqual(expected, again.StatusCode);
        Assert.Contains("already exists", await again.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Of_two_starts_at_once_one_wins()
    {
        await using var world = await WorldAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.StartAsync("Await", "w1")));

        Assert.AreEqual(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        Assert.AreEqual(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [TestMethod]
    public async Task An_id_that_has_ended_can_be_started_again()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Quick", "q1", "\"one\"");
        await world.SettleAsync();

        using var again = await world.StartAsync("Quick", "q1", "\"two\"");

        Assert.AreEqual(HttpStatusCode.Accepted, again.StatusCode);
        Assert.AreEqual("did two", await world.OutputAsync("q1"));
    }

    [TestMethod]
    public async Task Status_shows_the_extensions_shape_and_codes()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Await", "w1", """{"sell":"s1"}""");
        await world.SettleAsync();

        using var running = await world.Http.GetAsync(new Uri("instances/w1", UriKind.Relative));
        await world.RaiseAsync("w1", "Go", "\"done\"");
        var ended = await world.StatusAsync("w1", "?showHistory=true&showHistoryOutput=true&showInput=false");

        Assert.AreEqual(HttpStatusCode.Accepted, running.StatusCode);
        var first = JsonDocument.Parse(await running.Content.ReadAsStringAsync()).RootElement;
        Assert.AreEqual("s1", first.GetProperty("input").GetProperty("sell").GetString());
        Assert.AreEqual("2030-01-01T12:00:00Z", first.GetProperty("createdTime").GetString());
        Assert.AreEqual(JsonValueKind.Null, ended.GetProperty("input").ValueKind);
        CollectionAssert.AreEqual(
            new[] { "ExecutionStarted", "EventRaised", "ExecutionCompleted" },
            ended.GetProperty("historyEvents").EnumerateArray().Select(one => one.GetProperty("EventType").GetString()).ToArray());
        Assert.AreEqual("done", ended.GetProperty("historyEvents")[2].GetProperty("Result").GetString());
    }

    [TestMethod]
    public async Task Raising_an_event_answers_202_404_410_or_400()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Await", "w1");
        await world.StartAsync("Quick", "q1");
        await world.SettleAsync();

        using var unknown = await world.RaiseAsync("nobody", "Go");
        using var finished = await world.RaiseAsync("q1", "Go");
        using var notJson = await world.RaiseAsync("w1", "Go", "{");
        using var text = new StringContent("1", Encoding.UTF8, "text/plain");
        using var notSaidToBeJson = await world.Http.PostAsync(new Uri("instances/w1/raiseEvent/Go", UriKind.Relative), text);
        using var taken = await world.RaiseAsync("w1", "Go", "\"x\"");

        Assert.AreEqual(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.AreEqual(HttpStatusCode.Gone, finished.StatusCode);
        Assert.AreEqual(HttpStatusCode.BadRequest, notJson.StatusCode);
        Assert.AreEqual(HttpStatusCode.BadRequest, notSaidToBeJson.StatusCode);
        Assert.AreEqual(HttpStatusCode.Accepted, taken.StatusCode);
    }

    [TestMethod]
    public async Task Lists_come_in_pages_and_by_filter()
    {
        await using var world = await WorldAsync();
        for (var i = 0; i < 5; i++) await world.StartAsync("Await", $"sell_{i}");
        await world.StartAsync("Quick", "other");
        await world.SettleAsync();

        var (first, token) = await ListAsync(world, "instanceIdPrefix=sell_&top=3", null);
        var (second, end) = await ListAsync(world, "instanceIdPrefix=sell_&top=3", token);
        var (running, _) = await ListAsync(world, "runtimeStatus=Running,Pending", null);
        var (completed, _) = await ListAsync(world, "runtimeStatus=Completed", null);

        CollectionAssert.AreEqual(new[] { "sell_0", "sell_1", "sell_2" }, first);
        CollectionAssert.AreEqual(new[] { "sell_3", "sell_4" }, second);
        Assert.IsNull(end);
        Assert.HasCount(5, running);
        CollectionAssert.AreEqual(new[] { "other" }, completed);
    }

    [TestMethod]
    public async Task Only_what_has_ended_is_purged()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Await", "w1");
        await world.StartAsync("Quick", "q1");
        await world.StartAsync("Quick", "q2");
        await world.SettleAsync();

        using var running = await world.Http.DeleteAsync(new Uri("instances/w1", UriKind.Relative));
        using var ended = await world.Http.DeleteAsync(new Uri("instances/q1", UriKind.Relative));
        using var gone = await world.Http.DeleteAsync(new Uri("instances/q1", UriKind.Relative));
        using var noTime = await world.Http.DeleteAsync(new Uri("instances?runtimeStatus=Completed", UriKind.Relative));
        using var many = await world.Http.DeleteAsync(new Uri("instances?createdTimeFrom=2000-01-01T00:00:00Z&runtimeStatus=Completed", UriKind.Relative));
        await world.RestartAsync();

        Assert.AreEqual(HttpStatusCode.PreconditionFailed, running.StatusCode);
        Assert.AreEqual("""{"instancesDeleted":1}""", await ended.Content.ReadAsStringAsync());
        Assert.AreEqual(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.AreEqual(HttpStatusCode.BadRequest, noTime.StatusCode);
        Assert.AreEqual("""{"instancesDeleted":1}""", await many.Content.ReadAsStringAsync());
        Assert.AreEqual("Running", await world.RuntimeStatusAsync("w1"));
    }

    [TestMethod]
    public async Task A_restart_runs_an_old_input_under_a_new_id()
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Quick", "q1", "\"it\"");
        await world.SettleAsync();

        using var answer = await world.PostAsync("instances/q1/restart");
        using var unknown = await world.PostAsync("instances/nobody/restart");
        var id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;

        Assert.AreEqual("did it", await world.OutputAsync(id));
        Assert.AreEqual(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [TestMethod]
    [DataRow("terminate")]
    [DataRow("suspend")]
    [DataRow("resume")]
    public async Task Orders_for_unknown_or_ended_instances_are_refused(string order)
    {
        await using var world = await WorldAsync();
        await world.StartAsync("Quick", "q1");
        await world.SettleAsync();

        using var unknown = await world.PostAsync($"instances/nobody/{order}?reason=x");
        using var ended = await world.PostAsync($"instances/q1/{order}?reason=x");

        Assert.AreEqual(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.AreEqual(HttpStatusCode.Gone, ended.StatusCode);
    }

    private static async Task<(string[] Ids, string? Token)> ListAsync(HubWorld world, string query, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"instances?{query}", UriKind.Relative));
        if (token is not null) request.Headers.Add("x-ms-continuation-token", token);
        using var answer = await world.Http.SendAsync(request);
        var ids = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.EnumerateArray()
            .Select(one => one.GetProperty("instanceId").GetString()!).ToArray();
        return (ids, answer.Headers.TryGetValues("x-ms-continuation-token", out var next) ? next.Single() : null);
    }
}

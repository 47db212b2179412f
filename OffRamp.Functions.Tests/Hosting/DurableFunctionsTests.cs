using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class DurableFunctionsTests
{
    [TestMethod]
    public async Task An_orchestrator_answers_with_its_actions()
    {
        await using var app = await StartAsync();

        var response = await OrchestrateAsync(app, "Echo", """{"Data":{"context":"\"REQUEST\""},"Metadata":{}}""", Request());

        Assert.AreEqual("7", response.Actions.Single().CompleteOrchestration.Result);
    }

    [TestMethod]
    [TestCategory("Trap 2")]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("""{"Data":{"context":"\"not base64\""}}""")]
    [DataRow("""{"Data":{"context":"null"}}""")]
    public async Task An_orchestrator_in_trouble_asks_for_the_turn_again(string body)
    {
        await using var app = await StartAsync();

        var response = await OrchestrateAsync(app, "Echo", body);

        var failure = response.Actions.Single().CompleteOrchestration.FailureDetails;
        Assert.AreEqual("System.OutOfMemoryException", failure.InnerFailure.ErrorType);
    }

    [TestMethod]
    [TestCategory("Trap 5")]
    public async Task An_activity_answers_with_JSON_text_in_a_string()
    {
        await using var app = await StartAsync();

        using var answer = await PostAsync(
            app, "Double", """{"Data":{"input":"\"21\""},"Metadata":{"instanceId":"\"sell_1\"","sys":{}}}""");

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.AreEqual("\"42 for sell_1\"", json.RootElement.GetProperty("ReturnValue").GetString());
    }

    [TestMethod]
    public async Task An_activity_that_throws_fails_its_invocation()
    {
        await using var app = await StartAsync();

        using var answer = await PostAsync(app, "Break", """{"Data":{"input":"null"}}""");

        Assert.AreEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    private static Task<RunningApp> StartAsync() => TestHost.StartAsync(routes => routes.MapDurable(
        new DurableTaskRegistry()
            .AddOrchestratorFunc<int, int>("Echo", (_, input) => Task.FromResult(input))
            .AddActivityFunc<int, string>("Double", (context, input) => Task.FromResult($"{2 * input} for {context.InstanceId}"))
            .AddActivityFunc<int, int>("Break", (_, _) => throw new InvalidOperationException())));

    private static string Request()
    {
        var request = new OrchestratorRequest { InstanceId = "i" };
        request.NewEvents.Add(new HistoryEvent { EventId = -1, Timestamp = new(), OrchestratorStarted = new() });
        request.NewEvents.Add(new HistoryEvent
        {
            EventId = -1,
            Timestamp = new(),
            ExecutionStarted = new() { Name = "Echo", Input = "7", OrchestrationInstance = new() { InstanceId = "i" } },
        });
        return Convert.ToBase64String(request.ToByteArray());
    }

    private static async Task<OrchestratorResponse> OrchestrateAsync(RunningApp app, string name, string body, string request = "")
    {
        using var answer = await PostAsync(app, name, body.Replace("\"REQUEST\\\"", $"\"{request}\\\"").Replace("REQUEST", request));
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(json.GetProperty("ReturnValue").GetString()!));
    }

    private static Task<HttpResponseMessage> PostAsync(RunningApp app, string name, string body) =>
        app.Client.PostAsync("/" + name, new StringContent(body, Encoding.UTF8, "application/json"));
}

using System.Net;
using System.Text;
using OffRamp.DurableTask.Client;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class ClientTests : IDisposable
{
    private const string Running = """{"name":"Sell","instanceId":"s 1","runtimeStatus":"Running","createdTime":"2026-03-02T09:00:00Z"}""";

    private const string Trouble = """{"Message":"Something went wrong","StackTrace":"at Some.Secret.Place()"}""";

    private readonly ScriptedApi api = new();

    public void Dispose() => api.Dispose();

    [TestMethod]
    public async Task Start_sends_the_input_and_keeps_the_key_out_of_the_url()
    {
        api.Answer(HttpStatusCode.Accepted, "{}");

        var result = await api.Client.ScheduleNewOrchestrationInstanceAsync("Sell", new { SellId = "s" }, new("s 1"));

        Assert.AreEqual(new StartResult("s 1", StartOutcome.Started), result);
        Assert.AreEqual("POST /runtime/webhooks/durabletask/orchestrators/Sell/s%201 {\"sellId\":\"s\"}", api.Asked.Single());
        Assert.AreEqual("key", api.Keys.Single());
    }

    [TestMethod]
    [TestCategory("Trap 14")]
    public async Task Conflict_means_the_instance_exists()
    {
        api.Answer(HttpStatusCode.Conflict, Trouble);

        Assert.AreEqual(StartOutcome.AlreadyExists, (await Start()).Outcome);
    }

    [TestMethod]
    [TestCategory("Trap 14")]
    public async Task Server_error_means_it_exists_if_a_look_confirms_it()
    {
        api.Answer(HttpStatusCode.InternalServerError, Trouble).Answer(HttpStatusCode.Accepted, Running);

        Assert.AreEqual(StartOutcome.AlreadyExists, (await Start()).Outcome);
    }

    [TestMethod]
    [TestCategory("Trap 15")]
    public async Task Server_error_without_an_instance_is_an_error_and_shows_no_stack_trace()
    {
        api.Answer(HttpStatusCode.InternalServerError, Trouble).Answer(HttpStatusCode.NotFound, "");

        var error = await Assert.ThrowsExactlyAsync<DurableTaskClientException>(Start);

        Assert.AreEqual(500, error.StatusCode);
        Assert.DoesNotContain("Secret", error.ToString());
    }

    [TestMethod]
    public async Task Server_error_with_an_ended_instance_is_an_error()
    {
        var ended = Running.Replace("Running", "Failed");
        api.Answer(HttpStatusCode.InternalServerError, Trouble).Answer(HttpStatusCode.OK, ended);

        await Assert.ThrowsExactlyAsync<DurableTaskClientException>(Start);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.Accepted, RaiseOutcome.Raised)]
    [DataRow(HttpStatusCode.NotFound, RaiseOutcome.NotFound)]
    [DataRow(HttpStatusCode.Gone, RaiseOutcome.Finished)]
    public async Task Raise_tells_what_became_of_the_event(HttpStatusCode status, RaiseOutcome expected)
    {
        api.Answer(status, "");

        Assert.AreEqual(expected, await api.Client.RaiseEventAsync("s1", "DepositReceived"));
        Assert.AreEqual("POST /runtime/webhooks/durabletask/instances/s1/raiseEvent/DepositReceived null", api.Asked.Single());
    }

    [TestMethod]
    [DataRow(HttpStatusCode.Accepted, TerminateOutcome.Terminated)]
    [DataRow(HttpStatusCode.NotFound, TerminateOutcome.NotFound)]
    [DataRow(HttpStatusCode.Gone, TerminateOutcome.Finished)]
    public async Task Terminate_tells_what_became_of_it(HttpStatusCode status, TerminateOutcome expected)
    {
        api.Answer(status, "");

        Assert.AreEqual(expected, await api.Client.TerminateInstanceAsync("s1", "a & b"));
        StringAssert.Contains(api.Asked.Single(), "/terminate?reason=a%20%26%20b");
    }

    [TestMethod]
    public async Task Instance_is_read()
    {
        api.Answer(HttpStatusCode.OK, """
            {"name":"Sell","instanceId":"s1","runtimeStatus":"Completed","input":{"a":1},"customStatus":"paid","output":[1],
             "createdTime":"2026-03-02T09:00:00Z","lastUpdatedTime":"2026-03-02T10:00:00Z"}
            """);

        var instance = await api.Client.GetInstanceAsync("s1", getInputsAndOutputs: true);

        Assert.AreEqual(OrchestrationRuntimeStatus.Completed, instance!.RuntimeStatus);
        Assert.IsTrue(instance.IsCompleted);
        Assert.AreEqual(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero), instance.LastUpdatedAt);
        Assert.AreEqual("{\"a\":1}", instance.SerializedInput);
        Assert.AreEqual("paid", instance.ReadCustomStatusAs<string>());
        CollectionAssert.AreEqual(new[] { 1 }, instance.ReadOutputAs<int[]>());
    }

    [TestMethod]
    public async Task Unknown_instance_is_null()
    {
        api.Answer(HttpStatusCode.NotFound, "");

        Assert.IsNull(await api.Client.GetInstanceAsync("s1"));
    }

    [TestMethod]
    public async Task Listing_goes_on_over_an_empty_page()
    {
        api.Answer(HttpStatusCode.OK, $"[{Running}]", "t1").Answer(HttpStatusCode.OK, "[]", "t2").Answer(HttpStatusCode.OK, $"[{Running}]");
        var query = new OrchestrationQuery(InstanceIdPrefix: "s", Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending]);

        var count = 0;
        await foreach (var instance in api.Client.GetAllInstancesAsync(query))
            count += instance.InstanceId == "s 1" ? 1 : 0;

        Assert.AreEqual(2, count);
        StringAssert.Contains(api.Asked[0], "instanceIdPrefix=s&runtimeStatus=Running%2CPending");
        CollectionAssert.AreEqual(new[] { "", "t1", "t2" }, api.Tokens);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.OK, 1)]
    [DataRow(HttpStatusCode.NotFound, 0)]
    [DataRow(HttpStatusCode.PreconditionFailed, 0)]
    public async Task Purge_counts(HttpStatusCode status, int expected)
    {
        api.Answer(status, """{"instancesDeleted":1}""").Answer(status, """{"instancesDeleted":1}""");
        var filter = new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, Statuses: [OrchestrationRuntimeStatus.Completed]);

        Assert.AreEqual(expected, (await api.Client.PurgeInstanceAsync("s1")).PurgedInstanceCount);
        Assert.AreEqual(expected, (await api.Client.PurgeAllInstancesAsync(filter)).PurgedInstanceCount);
        Assert.AreEqual(
            "DELETE /runtime/webhooks/durabletask/instances?createdTimeFrom=1970-01-01T00%3A00%3A00.0000000Z&runtimeStatus=Completed ",
            api.Asked[1]);
    }

    private Task<StartResult> Start() => api.Client.ScheduleNewOrchestrationInstanceAsync("Sell", null, new("s 1"));

    private sealed class ScriptedApi : HttpMessageHandler
    {
        private readonly Queue<(HttpStatusCode Status, string Body, string? Token)> answers = new();

        public ScriptedApi() =>
            Client = new HttpDurableTaskClient(new HttpClient(this), new Uri("http://host/runtime/webhooks/durabletask/"), "key");

        public HttpDurableTaskClient Client { get; }

        public List<string> Asked { get; } = [];

        public List<string> Keys { get; } = [];

        public List<string> Tokens { get; } = [];

        public ScriptedApi Answer(HttpStatusCode status, string body, string? token = null)
        {
            answers.Enqueue((status, body, token));
            return this;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {body}");
            Keys.Add(request.Headers.GetValues("x-functions-key").Single());
            Tokens.Add(request.Headers.TryGetValues("x-ms-continuation-token", out var tokens) ? tokens.Single() : "");

            var (status, text, token) = answers.Dequeue();
            var response = new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
            if (token is not null)
                response.Headers.Add("x-ms-continuation-token", token);
            return response;
        }
    }
}

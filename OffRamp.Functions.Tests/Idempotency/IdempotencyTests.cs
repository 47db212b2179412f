using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Idempotency;

[TestClass]
public sealed class IdempotencyTests
{
    private const string Partition = "p|someone";

    private readonly FakeTimeProvider _clock = ManualTime.New();
    private readonly List<Claim> _runs = [];
    private Func<HttpContext, Task<IResult>> _endpoint = context =>
        Task.FromResult(Results.Json(new { id = context.Claim().Id.ToString() }, statusCode: 201));
    private AzuriteTables _tables = null!;
    private RunningApp _app = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _tables = await AzuriteTables.StartAsync(StorageNames.Index);
        _app = await TestHost.StartAsync<Things>(services =>
        {
            services.AddSingleton(this).AddSingleton<ICallerAuthentication, AnyCaller>();
            services.AddSingleton(_tables.Store).AddSingleton<TimeProvider>(_clock);
            services.AddIdempotency();
        });
    }

    [TestCleanup]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestMethod]
    public async Task The_same_request_is_done_once_and_answered_twice()
    {
        using var first = await PostAsync("/things", "key", "{}");
        using var second = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(1, _runs.Count);
        Assert.AreEqual(HttpStatusCode.Created, second.StatusCode);
        Assert.AreEqual(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.AreEqual(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.IsFalse(first.Headers.Contains("Idempotency-Replayed"));
        Assert.AreEqual("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.AreNotEqual(first.Headers.GetValues("X-Request-Id").Single(), second.Headers.GetValues("X-Request-Id").Single());
    }

    [TestMethod]
    public async Task The_key_with_another_body_is_refused()
    {
        (await PostAsync("/things", "key", "{}")).Dispose();

        using var answer = await PostAsync("/things", "key", "{\"a\":1}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [TestMethod]
    [DataRow("/things", "other key", "someone")]
    [DataRow("/things/2", "key", "someone")]
    [DataRow("/things", "key", "somebody else")]
    public async Task A_key_counts_for_its_path_and_its_caller(string path, string key, string caller)
    {
        (await PostAsync("/things", "key", "{}")).Dispose();

        using var answer = await PostAsync(path, key, "{}", caller);

        Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode);
        Assert.AreEqual(2, _runs.Count);
    }

    [TestMethod]
    public async Task A_key_may_be_required()
    {
        using var answer = await PostAsync("/required", null, "{}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "idempotency_key_required");
    }

    [TestMethod]
    public async Task Without_a_key_every_request_is_a_new_one()
    {
        (await PostAsync("/things", null, "{}")).Dispose();
        (await PostAsync("/things", null, "{}")).Dispose();

        Assert.AreEqual(2, _runs.Select(r => r.Id).Distinct().Count());
    }

    [TestMethod]
    [DataRow(1, HttpStatusCode.Created)]
    [DataRow(255, HttpStatusCode.Created)]
    [DataRow(256, HttpStatusCode.BadRequest)]
    public async Task A_key_has_1_to_255_characters(int length, HttpStatusCode expected)
    {
        using var answer = await PostAsync("/things", new string('k', length), "{}");

        Assert.AreEqual(expected, answer.StatusCode);
    }

    [TestMethod]
    public async Task While_the_first_is_running_the_second_has_to_wait()
    {
        var running = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        _endpoint = async _ =>
        {
            running.SetResult();
            await end.Task;
            return Results.StatusCode(204);
        };
        var first = PostAsync("/things", "key", "{}");
        await running.Task;

        using var second = await PostAsync("/things", "key", "{}");

        end.SetResult();
        (await first).Dispose();
        Assert.AreEqual(2, second.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        await ProblemBody.ExpectAsync(second, HttpStatusCode.Conflict, "idempotency_in_progress");
    }

    [TestMethod]
    public async Task Thirty_at_once_do_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => PostAsync("/things", "key", "{}")));

        Assert.AreEqual(1, _runs.Count);
        Assert.IsTrue(answers.All(a => a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict));
    }

    [TestMethod]
    public async Task A_claim_whose_process_died_is_taken_over_with_its_identifier()
    {
        var died = await DieAsync("key");
        _clock.Advance(TimeSpan.FromSeconds(61));

        using var answer = await PostAsync("/things", "key", "{}");
        using var replay = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(died, _runs.Single().Id);
        Assert.IsTrue(_runs.Single().IsTakenOver);
        StringAssert.Contains(await replay.Content.ReadAsStringAsync(), died.ToString());
    }

    [TestMethod]
    public async Task A_claim_is_left_alone_for_a_minute()
    {
        await DieAsync("key");
        _clock.Advance(TimeSpan.FromSeconds(59));

        using var answer = await PostAsync("/things", "key", "{}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "idempotency_in_progress");
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(503)]
    [DataRow(429)]
    public async Task An_answer_that_may_change_is_not_kept_but_its_identifier_is(int status)
    {
        var works = _endpoint;
        _endpoint = _ => Task.FromResult(Results.StatusCode(status));
        (await PostAsync("/things", "key", "{}")).Dispose();
        _endpoint = works;

        using var answer = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode);
        Assert.AreEqual(_runs[0].Id, _runs[1].Id);
        Assert.IsTrue(_runs[1].IsTakenOver);
    }

    [TestMethod]
    public async Task A_crash_is_not_kept()
    {
        var works = _endpoint;
        _endpoint = _ => throw new InvalidOperationException();
        using var crash = await PostAsync("/things", "key", "{}");
        _endpoint = works;

        using var answer = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(HttpStatusCode.InternalServerError, crash.StatusCode);
        Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode);
    }

    [TestMethod]
    public async Task A_refusal_is_kept()
    {
        _endpoint = _ => throw Problems.Because("session_ended", "It has ended.");
        (await PostAsync("/things", "key", "{}")).Dispose();

        using var answer = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(1, _runs.Count);
        Assert.AreEqual(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.IsTrue(answer.Headers.Contains("Idempotency-Replayed"));
    }

    [TestMethod]
    public async Task After_seven_days_a_key_is_new()
    {
        (await PostAsync("/things", "key", "{}")).Dispose();
        _clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        (await PostAsync("/things", "key", "{\"a\":1}")).Dispose();

        Assert.AreEqual(2, _runs.Select(r => r.Id).Distinct().Count());
        Assert.IsFalse(_runs[1].IsTakenOver);
    }

    [TestMethod]
    public async Task What_is_kept_cannot_be_read_in_the_table()
    {
        _endpoint = _ => Task.FromResult(Results.Json(new { client_secret = "cs_very_secret" }));

        (await PostAsync("/things", "key", "{}")).Dispose();

        var row = (await RowsAsync()).Single();
        Assert.IsFalse(row.Properties.Values.Any(v => v.ToString()!.Contains("cs_very", StringComparison.Ordinal)));
        var bytes = Convert.FromBase64String(row.GetLargeText("answer")!);
        Assert.IsTrue(bytes.AsSpan().IndexOf("cs_very"u8) < 0);
    }

    [TestMethod]
    public async Task A_row_goes_alongside_in_the_same_request_to_the_storage()
    {
        (await PostAsync("/listed", "key", "{}")).Dispose();

        Assert.AreEqual(2, _tables.Log.Requests.Count, "claim and row, answer");
        var id = _runs.Single().Id.ToString();
        Assert.IsTrue((await RowsAsync()).Any(r => r.RowKey == "list|" + id));
    }

    [TestMethod]
    [DataRow("key")]
    [DataRow(null)]
    public async Task The_row_alongside_goes_again_when_the_endpoint_refuses(string? key)
    {
        _endpoint = _ => Task.FromResult<IResult>(Problems.Of("session_ended", "It has ended."));

        (await PostAsync("/listed", key, "{}")).Dispose();

        Assert.IsFalse((await RowsAsync()).Any(r => r.RowKey.StartsWith("list|", StringComparison.Ordinal)));
    }

    private async Task<IResult> RunAsync(HttpContext context)
    {
        await RequestBody.ReadAsync(context);
        lock (_runs)
            _runs.Add(context.Claim());
        return await _endpoint(context);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string? key, string body, string caller = "someone")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Caller", caller);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return _app.Client.SendAsync(request);
    }

    // A process that claims, and is gone before it answers.
    private async Task<Id26> DieAsync(string key)
    {
        var attempt = new Attempt(
            Partition, ClaimStore.RowKey("POST", "/things", key),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("{}"u8)), Id26.New(_clock.GetUtcNow()));
        return (await _app.Services.GetRequiredService<ClaimStore>().ClaimAsync(attempt, [], default)).Id;
    }

    private async Task<List<Row>> RowsAsync()
    {
        var rows = new List<Row>();
        await foreach (var row in _tables.Store.Table(StorageNames.Index).QueryAllAsync(TableFilter.PartitionEquals(Partition)))
            rows.Add(row);
        return rows;
    }

    private sealed class Things(IdempotencyTests test)
    {
        [Function("MakeThing"), ForPartners, Idempotent]
        public Task<IResult> MakeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);

        [Function("MakeOtherThing"), ForPartners, Idempotent]
        public Task<IResult> MakeOtherAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things/2")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);

        [Function("MakeThingByKey"), ForPartners, Idempotent(KeyIsRequired = true)]
        public Task<IResult> MakeByKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "required")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);

        [Function("MakeListedThing"), ForPartners, Idempotent(Alongside = typeof(InList))]
        public Task<IResult> MakeListedAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "listed")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);
    }

    private sealed class InList : IRowsAlongside
    {
        public IReadOnlyList<Row> Of(HttpContext context, Id26 id) => [new Row(Partition, "list|" + id)];
    }

    private sealed class AnyCaller : ICallerAuthentication
    {
        public Caller Caller => Caller.Partner;

        public Task<ProblemResult?> AuthenticateAsync(HttpCall call)
        {
            var caller = call.Context.Request.Headers["X-Caller"].ToString();
            call.Context.SetCredentialScope(caller == "someone" ? Partition : "p|" + caller);
            return Task.FromResult<ProblemResult?>(null);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OffRamp.Client;
using OffRamp.Client.Models;

namespace OffRamp.Functions.Tests.Clients;

/// <summary>What the client for .NET sends, repeats and refuses, against a server that does as it is told.</summary>
[TestClass]
public sealed class DotnetRequestsTests
{
    private static readonly GateSessionBody Wanted = new()
    {
        Amount = 250.00m,
        Currency = "EUR",
        TargetToken = "USDC",
        TargetNetwork = "ETHEREUM",
        UserReference = "wd_123",
    };

    [TestMethod]
    public async Task A_session_is_asked_for_as_the_contract_has_it()
    {
        var server = new Server(Answer(201, """{"id":"ses_1","status":"open","fiat_amount":"250.00"}"""));

        var session = await Client(server).Sessions.CreateAsync(Wanted, new() { IdempotencyKey = "wd_123_1" });

        var asked = server.Asked.Single();
        Assert.AreEqual(("POST /v1/sessions", "Bearer ot_test", "wd_123_1", "application/json"), (asked.What, asked.Credential, asked.Key, asked.MediaType));
        Assert.AreEqual(
            """{"flow":"off_ramp","amount":"250.00","currency":"EUR","target_token":"USDC","target_network":"ETHEREUM","user_reference":"wd_123"}""", asked.Body);
        Assert.AreEqual(("ses_1", SessionStatus.Open, 250.00m), (session.Id, session.Status, session.FiatAmount));
    }

    [TestMethod]
    public async Task A_POST_is_repeated_under_one_key_until_it_is_answered()
    {
        var server = new Server(Broken, Answer(503, Problem(503, "storage_unavailable", retryable: true)), Answer(502, "<html>"), Answer(201, "{}"));

        await Client(server).Sessions.CreateAsync(Wanted);

        Assert.HasCount(4, server.Asked);
        Assert.HasCount(1, server.Asked.Select(asked => asked.Key).Distinct());
        Assert.AreEqual(36, server.Asked[0].Key!.Length);
    }

    [TestMethod]
    public async Task It_waits_as_long_as_the_API_says_and_a_little_longer_each_time_where_it_says_nothing()
    {
        var waits = new Waits();
        var server = new Server(
            Answer(429, Problem(429, "rate_limited", retryable: true), retryAfter: 7), Answer(503, Problem(503, "storage_unavailable", retryable: true)), Answer(200, "{}"));

        await Client(server, waits).Sells.GetAsync("sell_1");

        Assert.AreEqual(TimeSpan.FromSeconds(7), waits.Asked[0]);
        Assert.IsTrue(waits.Asked[1] >= TimeSpan.FromMilliseconds(500) && waits.Asked[1] <= TimeSpan.FromSeconds(1), $"{waits.Asked[1]}");
    }

    [TestMethod]
    public async Task After_four_repeats_it_gives_up_and_says_that_nobody_answered()
    {
        var server = new Server(Broken, Broken, Broken, Broken, Broken, Answer(200, "{}"));

        await Assert.ThrowsExactlyAsync<OffRampConnectionException>(() => Client(server).Sells.GetAsync("sell_1"));

        Assert.HasCount(5, server.Asked);
    }

    [TestMethod]
    [DataRow(400, typeof(OffRampValidationException))]
    [DataRow(401, typeof(OffRampAuthenticationException))]
    [DataRow(403, typeof(OffRampPermissionException))]
    [DataRow(404, typeof(OffRampNotFoundException))]
    [DataRow(409, typeof(OffRampConflictException))]
    [DataRow(422, typeof(OffRampValidationException))]
    public async Task What_is_refused_for_good_is_thrown_by_its_class_and_not_repeated(int status, Type expected)
    {
        var server = new Server(Answer(status, Problem(status, "some_code", retryable: false)));

        var thrown = await Assert.ThrowsAsync<OffRampApiException>(() => Client(server).Sells.GetAsync("sell_1"));

        Assert.AreEqual(expected, thrown.GetType());
        Assert.AreEqual((status, "some_code", "req-1", false), ((int)thrown.Status, thrown.Code, thrown.RequestId, thrown.Retryable));
        Assert.AreEqual("amount", thrown.Errors.Single().Path);
        Assert.HasCount(1, server.Asked);
    }

    [TestMethod]
    public async Task A_list_is_every_entry_page_after_page()
    {
        var server = new Server(
            Answer(200, """{"data":[{"id":"sell_1"},{"id":"sell_2"}],"has_more":true,"next_cursor":"c/1"}"""),
            Answer(200, """{"data":[{"id":"sell_3"}],"has_more":false,"next_cursor":null}"""));

        var ids = await Client(server).Sells.List(new() { Status = SellStatus.Pending, CreatedAfter = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero) }).Select(sell => sell.Id).ToListAsync();

        CollectionAssert.AreEqual(new[] { "sell_1", "sell_2", "sell_3" }, ids);
        Assert.AreEqual("GET /v1/sells?status=pending&created_after=2030-01-01T12%3A00%3A00Z", server.Asked[0].What);
        Assert.AreEqual("GET /v1/sells?status=pending&created_after=2030-01-01T12%3A00%3A00Z&cursor=c%2F1", server.Asked[1].What);
    }

    [TestMethod]
    public async Task The_feed_goes_on_from_its_cursor_which_moves_once_a_page_was_taken()
    {
        var server = new Server(
            Answer(200, """{"data":[{"id":"evt_1"},{"id":"evt_2"}],"has_more":true,"next_cursor":"c1"}"""),
            Answer(200, """{"data":[],"has_more":false,"next_cursor":"c1"}"""),
            Answer(200, """{"data":[{"id":"evt_3"}],"has_more":false,"next_cursor":"c2"}"""));
        var feed = Client(server).Events.Feed(new() { From = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var heard = new List<(string Id, string? Cursor)>();

        await foreach (var told in feed.Take(3))
        {
            heard.Add((told.Id, feed.Cursor));
        }

        CollectionAssert.AreEqual(new[] { ("evt_1", null), ("evt_2", null), ("evt_3", "c1") }, heard);
        Assert.AreEqual("GET /v1/events?from=2030-01-01T00%3A00%3A00Z&limit=100", server.Asked[0].What);
        Assert.AreEqual("GET /v1/events?after=c1&limit=100", server.Asked[2].What);
    }

    [TestMethod]
    public async Task A_partner_s_own_id_is_one_segment_of_a_path()
    {
        var server = new Server(Answer(200, """{"partner_user_id":"acme/ada","status":"verified"}"""));

        var user = await Client(server).Widget.GetKycStatusAsync("acme/ada");

        Assert.AreEqual("GET /widget/users/acme%2Fada/kyc-status", server.Asked.Single().What);
        Assert.AreEqual(KycStatus.Verified, user.Status);
    }

    private static OffRampClient Client(Server server, Waits? waits = null) => new(
        new HttpClient(server), new OffRampOptions { BaseUrl = new("https://sell.example.com/"), Token = "ot_test", Time = waits ?? new() });

    private static Func<HttpResponseMessage> Answer(int status, string body, int? retryAfter = null) => () =>
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        answer.Headers.RetryAfter = retryAfter is { } seconds ? new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)) : null;
        return answer;
    };

    private static HttpResponseMessage Broken() => throw new HttpRequestException("The connection was reset.");

    private static string Problem(int status, string code, bool retryable) => new JsonObject
    {
        ["type"] = $"urn:offramp:problem:{code}",
        ["title"] = "No",
        ["status"] = status,
        ["detail"] = "Not so.",
        ["code"] = code,
        ["request_id"] = "req-1",
        ["retryable"] = retryable,
        ["errors"] = new JsonArray(new JsonObject { ["path"] = "amount", ["code"] = code, ["message"] = "Not so." }),
    }.ToJsonString();

    private sealed record Request(string What, string? Credential, string? Key, string? MediaType, string? Body);

    private sealed class Server(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public List<Request> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
            var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add(new($"{request.Method} {request.RequestUri!.PathAndQuery}", request.Headers.Authorization?.ToString(), key, request.Content?.Headers.ContentType?.MediaType, body));
            return answers[Asked.Count - 1]();
        }
    }

    /// <summary>Notes how long somebody would wait, and lets nobody wait.</summary>
    private sealed class Waits : TimeProvider
    {
        public List<TimeSpan> Asked { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

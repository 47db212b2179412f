using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>Idempotency-Key as a client sees it.</summary>
[TestClass]
public sealed class OneKeyTests
{
    [TestMethod]
    [DataRow("/v1/sessions")]
    [DataRow("/widget/session")]
    public async Task Forty_at_once_with_one_key_open_one_session_and_all_hear_of_it_in_the_same_bytes(string path)
    {
        await using var shop = await Shop.OpenAsync();
        var body = path == "/v1/sessions" ? Bodies.Gate() : Bodies.Proof();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskUntilDoneAsync(shop, path, body)));

        Assert.HasCount(1, answers.Distinct().ToList());
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/sessions");
        Assert.AreEqual(1, (await Shop.ReadAsync(list, HttpStatusCode.OK)).GetProperty("data").GetArrayLength());
        CollectionAssert.AreEqual(new[] { "session.created" }, await shop.EventsAsync(OpenedSession.Of(JsonElement.Parse(answers[0]))));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task What_a_dead_process_began_is_finished_once_after_a_minute(bool hadStored)
    {
        await using var shop = await Shop.OpenAsync();
        var body = Bodies.Gate();
        var id = await DieAsync(shop, "key", body.ToJsonString());
        if (hadStored)
        {
            await StoreAsync(shop, id);
        }

        using var early = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", body, "key");
        shop.Clock.Advance(TimeSpan.FromSeconds(61));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskUntilDoneAsync(shop, "/v1/sessions", body)));

        await ProblemBody.ExpectAsync(early, HttpStatusCode.Conflict, "idempotency_in_progress");
        var session = OpenedSession.Of(JsonElement.Parse(answers.Distinct().Single()));
        Assert.AreEqual(id.ToString(), session.Id);
        CollectionAssert.AreEqual(new[] { "session.created" }, await shop.EventsAsync(session));
        using var list = await shop.PartnerAsync(HttpMethod.Get, "/v1/sessions");
        Assert.AreEqual(1, (await Shop.ReadAsync(list, HttpStatusCode.OK)).GetProperty("data").GetArrayLength());
    }

    [TestMethod]
    public async Task A_key_is_its_credentials_and_its_paths_own()
    {
        await using var shop = await Shop.OpenAsync();
        var another = await shop.AddPartnerAsync(enabled: true);
        var (first, second) = (await shop.OpenSessionAsync(), await shop.OpenSessionAsync());

        HttpResponseMessage[] answers =
        [
            await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "key"),
            await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", Bodies.Gate(), "key", another),
            await shop.PartnerAsync(HttpMethod.Post, "/widget/session", Bodies.Proof(), "key"),
            await shop.PageAsync(first, HttpMethod.Post, "/quote", new { crypto_amount = "250" }, "key"),
            await shop.PageAsync(second, HttpMethod.Post, "/quote", new { crypto_amount = "300" }, "key"),
            await shop.PageAsync(second, HttpMethod.Post, "/cancel", key: "key"),
            await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{second.Id}/cancel", key: "key"),
        ];

        foreach (var answer in answers)
        {
            Assert.IsTrue(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.IsFalse(answer.Headers.Contains("Idempotency-Replayed"));
        }
    }

    [TestMethod]
    public async Task A_replay_of_the_page_is_the_first_answer_however_things_stand_now()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var order = Bodies.Sell(await shop.QuoteAsync(session));

        using var first = await shop.PageAsync(session, HttpMethod.Post, "/sell", order, "key");
        using var cancelled = await shop.PageAsync(session, HttpMethod.Post, "/cancel");
        using var replay = await shop.PageAsync(session, HttpMethod.Post, "/sell", order, "key");
        using var anew = await shop.PageAsync(session, HttpMethod.Post, "/sell", order, "another key");

        Assert.AreEqual(HttpStatusCode.OK, cancelled.StatusCode);
        Assert.AreEqual((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, replay.StatusCode));
        Assert.AreEqual(await first.Content.ReadAsStringAsync(), await replay.Content.ReadAsStringAsync());
        Assert.AreEqual("cancelled", (await Shop.ReadAsync(anew, HttpStatusCode.Created)).GetProperty("status").GetString());
    }

    [TestMethod]
    public async Task A_secret_that_is_renewed_under_one_key_is_renewed_once()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var path = $"/v1/sessions/{session.Id}/client_secret";

        using var first = await shop.PartnerAsync(HttpMethod.Post, path, key: "key");
        using var replay = await shop.PartnerAsync(HttpMethod.Post, path, key: "key");
        using var page = await shop.PageAsync(OpenedSession.Of(await Shop.ReadAsync(replay, HttpStatusCode.OK)), HttpMethod.Get);

        Assert.AreEqual(await first.Content.ReadAsStringAsync(), await replay.Content.ReadAsStringAsync());
        Assert.AreEqual(HttpStatusCode.OK, page.StatusCode);
    }

    // As a client does that is told to ask again.
    private static async Task<string> AskUntilDoneAsync(Shop shop, string path, object body)
    {
        while (true)
        {
            using var answer = await shop.PartnerAsync(HttpMethod.Post, path, body, "key");
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                return await answer.Content.ReadAsStringAsync();
            }

            await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "idempotency_in_progress");
            await Task.Yield();
        }
    }

    private static async Task<SessionId> DieAsync(Shop shop, string key, string body)
    {
        var attempt = new Attempt(
            PartnerStore.Partition(DemoPartner.Id), ClaimStore.RowKey("POST", "/v1/sessions", key),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body))),
            Id26.New(shop.Clock.GetUtcNow()));
        return new((await shop.Services.GetRequiredService<ClaimStore>().ClaimAsync(attempt, [], default)).Id);
    }

    // What the process had done before it died.
    private static async Task StoreAsync(Shop shop, SessionId id)
    {
        var partner = await shop.Services.GetRequiredService<KnownPartners>().FindAsync(DemoPartner.Id, default);
        var wish = SessionRequest.ReadGate(
            new(JsonElement.Parse(Bodies.Gate().ToJsonString()), "", new()), shop.Services.GetRequiredService<Assets>(), partner);
        await shop.Services.GetRequiredService<NewSessions>().OpenAsync(id, partner, wish, default);
    }
}

using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Idempotency;

/// <summary>What is kept of a key, how long, and what becomes of one whose process died.</summary>
[TestClass]
public sealed class KeptAnswersTests : IdempotentThings
{
    [TestMethod]
    public async Task A_claim_whose_process_died_is_taken_over_with_its_identifier()
    {
        var died = await DieAsync("key");
        Clock.Advance(TimeSpan.FromSeconds(61));

        using var answer = await PostAsync("/things", "key", "{}");
        using var replay = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(died, Runs.Single().Id);
        Assert.IsTrue(Runs.Single().IsTakenOver);
        StringAssert.Contains(await replay.Content.ReadAsStringAsync(), died.ToString());
    }

    [TestMethod]
    public async Task A_claim_is_left_alone_for_a_minute()
    {
        await DieAsync("key");
        Clock.Advance(TimeSpan.FromSeconds(59));

        using var answer = await PostAsync("/things", "key", "{}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "idempotency_in_progress");
    }

    [TestMethod]
    [DataRow(500)]
    [DataRow(503)]
    [DataRow(429)]
    public async Task An_answer_that_may_change_is_not_kept_but_its_identifier_is(int status)
    {
        var works = Endpoint;
        Endpoint = _ => Task.FromResult(Results.StatusCode(status));
        (await PostAsync("/things", "key", "{}")).Dispose();
        Endpoint = works;

        using var answer = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode);
        Assert.AreEqual(Runs[0].Id, Runs[1].Id);
        Assert.IsTrue(Runs[1].IsTakenOver);
    }

    [TestMethod]
    public async Task A_crash_is_not_kept()
    {
        var works = Endpoint;
        Endpoint = _ => throw new InvalidOperationException();
        using var crash = await PostAsync("/things", "key", "{}");
        Endpoint = works;

        using var answer = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(HttpStatusCode.InternalServerError, crash.StatusCode);
        Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode);
    }

    [TestMethod]
    public async Task A_refusal_is_kept()
    {
        Endpoint = _ => throw Problems.Because("session_ended", "It has ended.");
        (await PostAsync("/things", "key", "{}")).Dispose();

        using var answer = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(1, Runs.Count);
        Assert.AreEqual(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.IsTrue(answer.Headers.Contains("Idempotency-Replayed"));
    }

    [TestMethod]
    public async Task An_answer_that_is_too_large_to_be_kept_is_given_all_the_same_and_its_identifier_is_kept()
    {
        Endpoint = _ => Task.FromResult(Results.Text(new string('x', 1024 * 1024), statusCode: 201));

        using var first = await PostAsync("/things", "key", "{}");
        using var second = await PostAsync("/things", "key", "{}");

        Assert.AreEqual((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.AreEqual(Runs[0].Id, Runs[1].Id);
        Assert.IsTrue(Runs[1].IsTakenOver);
    }

    [TestMethod]
    public async Task After_seven_days_a_key_is_new()
    {
        (await PostAsync("/things", "key", "{}")).Dispose();
        Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        (await PostAsync("/things", "key", "{\"a\":1}")).Dispose();

        Assert.AreEqual(2, Runs.Select(r => r.Id).Distinct().Count());
        Assert.IsFalse(Runs[1].IsTakenOver);
    }

    [TestMethod]
    public async Task What_is_kept_cannot_be_read_in_the_table()
    {
        Endpoint = _ => Task.FromResult(Results.Json(new { client_secret = "cs_very_secret" }));

        (await PostAsync("/things", "key", "{}")).Dispose();

        var row = (await RowsAsync()).Single();
        Assert.IsFalse(row.Properties.Values.Any(v => v.ToString()!.Contains("cs_very", StringComparison.Ordinal)));
        var bytes = Convert.FromBase64String(row.GetLargeText("answer")!);
        Assert.IsTrue(bytes.AsSpan().IndexOf("cs_very"u8) < 0);
    }
}

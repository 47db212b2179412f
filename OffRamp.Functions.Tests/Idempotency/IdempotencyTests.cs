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

/// <summary>Whose key it is, and what it does once.</summary>
[TestClass]
public sealed class IdempotencyTests : IdempotentThings
{
    [TestMethod]
    public async Task The_same_request_is_done_once_and_answered_twice()
    {
        using var first = await PostAsync("/things", "key", "{}");
        using var second = await PostAsync("/things", "key", "{}");

        Assert.AreEqual(1, Runs.Count);
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
        Assert.AreEqual(2, Runs.Count);
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

        Assert.AreEqual(2, Runs.Select(r => r.Id).Distinct().Count());
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
    public async Task Two_keys_that_a_host_has_made_one_line_of_are_none()
    {
        using var answer = await PostAsync("/things", "one, two", "{}");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "invalid_idempotency_key");
        Assert.IsEmpty(Runs);
    }

    [TestMethod]
    public async Task While_the_first_is_running_the_second_has_to_wait()
    {
        var running = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        Endpoint = async _ =>
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

        Assert.AreEqual(1, Runs.Count);
        Assert.IsTrue(answers.All(a => a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict));
    }

    [TestMethod]
    public async Task A_row_goes_alongside_in_the_same_request_to_the_storage()
    {
        (await PostAsync("/listed", "key", "{}")).Dispose();

        Assert.AreEqual(2, Tables.Log.Requests.Count, "claim and row, answer");
        var id = Runs.Single().Id.ToString();
        Assert.IsTrue((await RowsAsync()).Any(r => r.RowKey == "list|" + id));
    }

    [TestMethod]
    [DataRow("key")]
    [DataRow(null)]
    public async Task The_row_alongside_goes_again_when_the_endpoint_refuses(string? key)
    {
        Endpoint = _ => Task.FromResult<IResult>(Problems.Of("session_ended", "It has ended."));

        (await PostAsync("/listed", key, "{}")).Dispose();

        Assert.IsFalse((await RowsAsync()).Any(r => r.RowKey.StartsWith("list|", StringComparison.Ordinal)));
    }
}

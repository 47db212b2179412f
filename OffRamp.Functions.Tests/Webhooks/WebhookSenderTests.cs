using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>One attempt at a partner's server, whatever that server does.</summary>
[TestClass]
public sealed class WebhookSenderTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [TestMethod]
    public async Task A_webhook_is_one_signed_post()
    {
        await using var sending = await Sending.ToAsync();

        var result = await sending.SendAsync();

        Assert.AreEqual(new SendResult(204, null, null), result);
        Assert.IsTrue(result.IsDelivered);
        var got = sending.Server.Received.Single();
        Assert.AreEqual(("POST", "/hook", Sending.EventId.ToString()), (got.Method, got.Path, got.Id));
        CollectionAssert.AreEqual(Sending.Body, got.Body);
        Assert.AreEqual("application/json", got.Headers["content-type"]);
        Assert.AreEqual("OffRamp-Webhooks/1.0", got.Headers["user-agent"]);
        Assert.AreEqual(WebhookSignature.Timestamp(sending.Clock.GetUtcNow()), got.Headers["webhook-timestamp"]);
        CollectionAssert.AreEquivalent(
            new[] { "host", "content-type", "content-length", "user-agent", "webhook-id", "webhook-timestamp", "webhook-signature" },
            got.Headers.Keys.ToList());
    }

    [TestMethod]
    public async Task While_a_secret_rotates_both_sign()
    {
        await using var sending = await Sending.ToAsync();
        sending.Secrets = sending.Secrets.Rotate(SigningSecret.New(Id26.New(DateTimeOffset.UnixEpoch)), sending.Clock.GetUtcNow());

        await sending.SendAsync();
        sending.Clock.Advance(SigningSecrets.Overlap);
        await sending.SendAsync();

        CollectionAssert.AreEqual(
            new[] { 2, 1 }, sending.Server.Received.Select(got => got.Headers["webhook-signature"].Split(' ').Length).ToList());
    }

    [TestMethod]
    public async Task Without_a_secret_nothing_is_sent()
    {
        await using var sending = await Sending.ToAsync();
        sending.Secrets = new([]);

        Assert.AreEqual(SendResult.Failed("secret_lost"), await sending.SendAsync());
        Assert.IsEmpty(sending.Server.Received);
    }

    [TestMethod]
    public async Task An_endpoint_that_never_answers_is_given_up()
    {
        await using var sending = await Sending.ToAsync(NeverAsync, Short);

        Assert.AreEqual(SendResult.Failed("timed_out"), await sending.SendAsync());
    }

    [TestMethod]
    public async Task A_connection_that_is_closed_is_no_answer()
    {
        await using var sending = await Sending.ToAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.AreEqual(SendResult.Failed("connection_failed"), await sending.SendAsync());
        Assert.HasCount(1, sending.Server.Received);
    }

    [TestMethod]
    public async Task Nobody_there_is_no_answer()
    {
        await using var sending = await Sending.ToAsync();

        Assert.AreEqual(SendResult.Failed("connection_failed"), await sending.SendAsync(new("http://127.0.0.1:1/hook")));
    }

    [TestMethod]
    [DataRow(301)]
    [DataRow(302)]
    [DataRow(307)]
    [DataRow(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var other = await PartnerServer.StartAsync();
        await using var sending = await Sending.ToAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = other.Url.AbsoluteUri;
            return Task.CompletedTask;
        });

        var result = await sending.SendAsync();

        Assert.AreEqual((status, false), (result.StatusCode, result.IsDelivered));
        Assert.IsEmpty(other.Received);
    }

    [TestMethod]
    public async Task An_endless_body_holds_nobody_up()
    {
        var ended = new TaskCompletionSource();
        await using var sending = await Sending.ToAsync(async context =>
        {
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // We have hung up, as we should.
            }
            ended.SetResult();
        });

        Assert.AreEqual(new SendResult(200, null, null), await sending.SendAsync());
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [TestMethod]
    [DataRow(30_000, true)]
    [DataRow(70_000, false)]
    public async Task Many_headers_are_an_answer_and_endless_ones_are_none(int characters, bool isAnswer)
    {
        await using var sending = await Sending.ToAsync(context =>
        {
            context.Response.Headers["X-Long"] = new string('x', characters);
            return Task.CompletedTask;
        });

        Assert.AreEqual(isAnswer ? new SendResult(200, null, null) : SendResult.Failed("bad_answer"), await sending.SendAsync());
    }

    [TestMethod]
    public async Task An_endpoint_that_is_gone_says_so()
    {
        await using var sending = await Sending.ToAsync(Answering(410));

        Assert.IsTrue((await sending.SendAsync()).IsGone);
    }

    [TestMethod]
    [DataRow("120", 120.0)]
    [DataRow("0", null)]
    [DataRow("-5", null)]
    [DataRow("soon", null)]
    [DataRow("99999999", 86_400.0)]
    [DataRow("99999999999999999999", null)]
    public async Task Retry_after_in_seconds_is_heard(string value, double? seconds)
    {
        await using var sending = await Sending.ToAsync(Answering(429, value));

        var result = await sending.SendAsync();

        Assert.AreEqual((429, seconds), (result.StatusCode, result.RetryAfter?.TotalSeconds));
    }

    [TestMethod]
    [DataRow(90, 90.0)]
    [DataRow(-90, null)]
    public async Task Retry_after_as_a_date_is_by_the_endpoints_own_clock(int later, double? seconds)
    {
        var there = new DateTimeOffset(2019, 5, 6, 7, 8, 9, TimeSpan.Zero);
        await using var sending = await Sending.ToAsync(context =>
        {
            context.Response.Headers.Date = there.ToString("R");
            return Answering(503, there.AddSeconds(later).ToString("R"))(context);
        });

        Assert.AreEqual(seconds, (await sending.SendAsync()).RetryAfter?.TotalSeconds);
    }

    [TestMethod]
    public async Task Who_gives_up_hears_no_result()
    {
        using var given = new CancellationTokenSource();
        await using var sending = await Sending.ToAsync(context =>
        {
            given.Cancel();
            return NeverAsync(context);
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => sending.SendAsync(cancellation: given.Token));
    }

    private static Task NeverAsync(HttpContext context) => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);

    private static Func<HttpContext, Task> Answering(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };
}

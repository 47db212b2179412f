using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Tests.Docs;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>What somebody might try who holds less than they would like to, and where secrets must not be.</summary>
[TestClass]
public sealed class SecurityTests
{
    [TestMethod]
    public async Task After_the_end_a_client_secret_reads_and_does_nothing_more()
    {
        await using var market = await Market.OpenAsync();
        using var cancelled = await market.Shop.PageAsync(market.Open, HttpMethod.Post, "/cancel");
        var quote = "quo_of_before";
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var (path, body) in new (string, object?)[]
        {
            ("/kyc", null), ("/quote", new { crypto_amount = "250" }), ("/sell", Bodies.Sell(quote)), ("/payout_details", new { card_token = "tok_ok" }),
        })
        {
            using var acted = await market.Shop.PageAsync(market.Open, HttpMethod.Post, path, body);
            Assert.AreEqual(HttpStatusCode.Conflict, acted.StatusCode, path);
            CollectionAssert.Contains(new[] { "session_ended", "no_action_required" }, (await ProblemBody.ReadAsync(acted)).Code, path);
        }
        using var read = await market.Shop.PageAsync(market.Open, HttpMethod.Get);

        Assert.AreEqual(HttpStatusCode.OK, read.StatusCode);
        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task After_a_new_one_was_made_the_old_client_secret_opens_nothing()
    {
        await using var market = await Market.OpenAsync();
        using var renewed = await market.Shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{market.Open.Id}/client_secret");
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var route in RouteTable.All.Where(route => route.Caller == CallerKind.SellPage))
        {
            var path = route.Pattern.Replace("{id}", market.Open.Id, StringComparison.Ordinal);
            using var answer = await market.CallAsync(route, route.TakesBody ? Market.Json("{}") : null, path: path);
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task A_notice_that_somebody_sends_again_changes_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        var payout = (await shop.ReadSellAsync(session)).GetProperty("payouts")[0];
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "payout.settled",
            data = new
            {
                payout_id = payout.GetProperty("id").GetString(),
                provider_reference = payout.GetProperty("provider_reference").GetString(),
                amount = payout.GetProperty("amount").GetString(),
                currency = "EUR",
                occurred_at = shop.Clock.GetUtcNow(),
            },
        });
        var (id, at) = (Guid.NewGuid().ToString(), shop.Clock.GetUtcNow());
        var statuses = new List<HttpStatusCode> { await SendAsync(shop, id, at, body) };
        await shop.WalkAsync(session);
        var told = await shop.EventsAsync(session);

        statuses.Add(await SendAsync(shop, id, at, body));
        await shop.WalkAsync(session);
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        statuses.Add(await SendAsync(shop, id, at, body));
        await shop.WalkAsync(session);

        CollectionAssert.AreEqual(new[] { HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Unauthorized }, statuses);
        CollectionAssert.AreEqual(told, await shop.EventsAsync(session));
        Assert.AreEqual("sell.completed", told[^1]);
    }

    [TestMethod]
    public async Task Secrets_are_in_no_log_line_and_in_no_URL_that_we_call()
    {
        var lines = new Lines();
        await using var shop = await Shop.OpenAsync(services => services.AddLogging(logging => logging.AddProvider(lines).SetMinimumLevel(LogLevel.Trace)));
        await using var server = await PartnerServer.StartAsync();
        using var put = await shop.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = server.Url + "?token=partners-own" });
        using var rotated = await shop.PartnerAsync(HttpMethod.Post, "/v1/webhook_endpoint/rotate_secret");
        using var tested = await shop.PartnerAsync(HttpMethod.Post, "/v1/webhook_endpoint/test");
        var session = await shop.SellAsync();
        using var unsigned = await shop.Client.PostAsync("/webhooks/payouts", Market.Json("{}"));
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        await shop.DeliverAsync(session);
        await shop.AddPartnerAsync(enabled: true);

        var secrets = new[]
        {
            Shop.Token, Shop.OperatorKey, session.Secret, "tok_ok", "partners-own",
            (await Shop.ReadAsync(put, HttpStatusCode.Created)).GetProperty("secret").GetString()!,
            (await Shop.ReadAsync(rotated, HttpStatusCode.OK)).GetProperty("secret").GetString()!,
        };
        Assert.IsNotEmpty(lines.Heard);
        foreach (var secret in secrets)
        {
            Assert.AreEqual("", string.Join('\n', lines.Heard.Where(line => line.Contains(secret, StringComparison.Ordinal))));
        }

        var called = (await shop.CallsAsync()).Where(call => !call.Contains("/cards/", StringComparison.Ordinal)); // the card's own place, by the contract
        foreach (var secret in secrets)
        {
            Assert.AreEqual("", string.Join('\n', called.Where(call => call.Contains(secret, StringComparison.Ordinal))));
        }
    }

    [TestMethod]
    [DataRow("OffRamp.Functions/Operators/OperatorAccess.cs")]
    [DataRow("OffRamp.Functions/Sessions/ClientSecret.cs")]
    [DataRow("OffRamp.Functions/Webhooks/Out/Delivery/WebhookSignature.cs")]
    [DataRow("OffRamp.Functions/Requests/Cursor.cs")]
    [DataRow("OffRamp.Functions/Hosting/Configuration/Secrets.cs")]
    [DataRow("OffRamp.Functions/Hosting/Configuration/ServerKey.cs")]
    public void Whoever_checks_a_secret_takes_the_same_time_for_every_wrong_one(string file)
    {
        var source = SourceTree.Read(file);

        Assert.IsTrue(new[] { "FixedTimeEquals(", "Secrets.Same(", ".IsMac(" }.Any(compare => source.Contains(compare, StringComparison.Ordinal)), file);
        Assert.DoesNotContain("SequenceEqual", source);
    }

    private static async Task<HttpStatusCode> SendAsync(Shop shop, string id, DateTimeOffset at, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/payouts") { Content = Market.Json(Encoding.UTF8.GetString(body)) };
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(at));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, at, body, shop.Settings.Payouts.NoticeSecrets));
        using var answer = await shop.Client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Everything that anything logs, its scopes too.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> heard = new();

        public IReadOnlyList<string> Heard => [.. heard];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            heard.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            heard.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>A shop with a session in every state that a route needs, and a way to call any route as whoever may.</summary>
internal sealed class Market : IAsyncDisposable
{
    // A route with an id needs a thing that it finds. A new route is added here, and the tables of these tests hold it.
    private static readonly Dictionary<string, Func<Market, string>> Ids = new()
    {
        ["/docs/{file}"] = _ => "docs.css",
        ["/sell/{id}"] = market => market.Open.Id,
        ["/sell/assets/{file}"] = _ => "sell.css",
        ["/ops/assets/{file}"] = _ => "console.css",
        ["/v1/sessions/{id}"] = market => market.Open.Id,
        ["/v1/sessions/{id}/cancel"] = market => market.Open.Id,
        ["/v1/sessions/{id}/client_secret"] = market => market.Open.Id,
        ["/v1/sells/{id}"] = market => market.Sold.SellId,
        ["/v1/webhook_deliveries/{id}/replay"] = market => market.Delivery,
        ["/v1/sells/{id}/realtime"] = market => market.Sold.SellId,
        ["/widget/sessions/{id}/realtime"] = market => market.Open.Id,
        ["/widget/transactions/{id}"] = market => market.Sold.SellId,
        ["/widget/users/{userId}/kyc-status"] = _ => "user-123",
        ["/widget/sessions/{id}"] = market => market.Open.Id,
        ["/widget/sessions/{id}/kyc"] = market => market.Open.Id,
        ["/widget/sessions/{id}/quote"] = market => market.Open.Id,
        ["/widget/sessions/{id}/sell"] = market => market.Open.Id,
        ["/widget/sessions/{id}/cancel"] = market => market.Open.Id,
        ["/widget/sessions/{id}/check_deposit"] = market => market.Sold.Id,
        ["/widget/sessions/{id}/payout_details"] = market => market.Asked.Id,
        ["/ops/api/partners/{id}"] = _ => DemoPartner.Id.ToString(),
        ["/ops/api/partners/{id}/rotate_token"] = _ => DemoPartner.Id.ToString(),
        ["/ops/api/assets/{asset}/{network}"] = _ => "USDT/TRC20",
        ["/ops/api/sells/{id}"] = market => market.Sold.SellId,
        ["/ops/api/sells/{id}/actions"] = market => market.Sold.SellId,
        ["/ops/api/approvals/{id}"] = market => market.Approval,
        ["/ops/api/notices/unmatched/{id}/process"] = market => market.Notice,
        ["/ops/api/orchestrations/{instanceId}"] = market => market.Sold.SellId,
        ["/ops/api/orchestrations/{instanceId}/history"] = market => market.Sold.SellId,
    };

    private Market(Shop shop) => Shop = shop;

    public Shop Shop { get; }

    /// <summary>Open, its user verified, and no amount fixed.</summary>
    public OpenedSession Open { get; private set; } = null!;

    /// <summary>With a sell that waits for its deposit.</summary>
    public OpenedSession Sold { get; private set; } = null!;

    /// <summary>With a sell whose user is asked for another card.</summary>
    public OpenedSession Asked { get; private set; } = null!;

    /// <summary>The delivery of an event that happened before there was an endpoint.</summary>
    public string Delivery { get; private set; } = null!;

    /// <summary>With a sell whose deposit nobody has told of in a way that can be used.</summary>
    public OpenedSession PaidIn { get; private set; } = null!;

    /// <summary>The notice of that deposit, with an amount that nobody can read.</summary>
    public string Notice { get; private set; } = null!;

    /// <summary>What somebody has asked for, and another is to decide on.</summary>
    public string Approval { get; private set; } = null!;

    public static async Task<Market> OpenAsync(Action<IServiceCollection>? replace = null)
    {
        var market = new Market(await Shop.OpenAsync(replace));
        market.Asked = await market.Shop.SellAsync(Bodies.Proof("user-asked"), card: "tok_declined");
        await market.Shop.DepositAsync(market.Asked, "250");
        await market.Shop.WalkAsync(market.Asked);
        market.Shop.Clock.Advance(TimeSpan.FromMinutes(20));
        await market.Shop.WalkAsync(market.Asked);
        market.Sold = await market.Shop.SellAsync();
        market.Open = await market.Shop.OpenSessionAsync();
        await market.Shop.DeliverAsync(market.Open);
        using var events = await market.Shop.PartnerAsync(HttpMethod.Get, "/v1/events");
        market.Delivery = "whk_" + (await Shop.ReadAsync(events, HttpStatusCode.OK)).GetProperty("data")[0].GetProperty("id").GetString()!["evt_".Length..];
        using var endpoint = await market.Shop.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = "http://127.0.0.1:1/nobody" });
        Assert.AreEqual(HttpStatusCode.Created, endpoint.StatusCode);
        var approval = await market.Shop.Services.GetRequiredService<Approvals>().AskAsync(
            new Approval
            {
                Id = Id26.New(market.Shop.Clock.GetUtcNow()),
                Action = "sell.hold",
                Subject = market.Sold.SellId,
                RequestedBy = "somebody",
                ExpiresAt = default,
                Order = new(SellAction.Hold, (await market.Shop.ReadSellAsync(market.Sold)).GetProperty("sequence").GetInt64(), "somebody", "because"),
            },
            default);
        market.Approval = ApprovalView.IdOf(approval.Id);
        market.PaidIn = await market.Shop.SellAsync(Bodies.Proof("user-paid-in"));
        market.Notice = await market.Shop.SetAsideAsync(await market.Shop.DepositAsync(market.PaidIn, "250"));
        return market;
    }

    /// <summary>The path of a thing that is there and the caller's own.</summary>
    public string PathOf(KnownRoute route)
    {
        if (!route.HasIds)
        {
            return route.Pattern;
        }

        if (!Ids.TryGetValue(route.Pattern, out var id))
        {
            throw new AssertFailedException($"{route} is new: say in {nameof(Market)}.{nameof(Ids)} what it is to be called for.");
        }

        return route.Pattern[..route.Pattern.IndexOf('{')] + id(this) + Tail(route.Pattern);
    }

    /// <summary>Calls a route with the credential that it wants.</summary>
    public async Task<HttpResponseMessage> CallAsync(
        KnownRoute route, HttpContent? content = null, string? key = null, string? path = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new(route.Method), path ?? PathOf(route)) { Content = content };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        await SignAsync(request, route);
        change?.Invoke(request);
        return await Shop.Client.SendAsync(request);
    }

    /// <summary>A body as it is, said to be JSON.</summary>
    public static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    /// <summary>The credential that opens the session of a path of the sell page.</summary>
    public string SecretFor(string path) => new[] { Open, Sold, Asked }
        .FirstOrDefault(session => path.Contains(session.Id, StringComparison.OrdinalIgnoreCase), Open).Secret;

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>Another open session in the place of the one that was used up.</summary>
    public async Task RenewOpenAsync() => Open = await Shop.OpenSessionAsync();

    /// <summary>Adds the credential that the route wants.</summary>
    public async Task SignAsync(HttpRequestMessage request, KnownRoute route)
    {
        var path = request.RequestUri!.OriginalString.Split('?')[0];
        if (route.Caller is CallerKind.Partner)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Shop.Token);
        }
        else if (route.Caller is CallerKind.SellPage)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SecretFor(path));
        }
        else if (route.Caller is CallerKind.Operator)
        {
            request.Headers.Add("X-Operator-Key", path == $"/ops/api/approvals/{Approval}" ? Shop.ApproverKey : Shop.OperatorKey);
        }
        else if (path == KnownRoute.Realtime)
        {
            request.Headers.Add("ce-signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Shop.Settings.Realtime!.Key!), Array.Empty<byte>()))}");
        }
        else if (route.Caller is CallerKind.Provider)
        {
            await SignNoticeAsync(request, path);
        }
    }

    private async Task SignNoticeAsync(HttpRequestMessage request, string path)
    {
        var settings = Shop.Settings;
        var secrets = path.EndsWith("deposits", StringComparison.Ordinal) ? settings.Custodian.NoticeSecrets
            : path.EndsWith("payouts", StringComparison.Ordinal) ? settings.Payouts.NoticeSecrets
            : settings.Kyc.NoticeSecrets;
        var (id, at) = (Guid.NewGuid().ToString(), Shop.Clock.GetUtcNow());
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(at));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, at, body, secrets));
    }

    private static string Tail(string pattern) => pattern[(pattern.LastIndexOf('}') + 1)..];
}

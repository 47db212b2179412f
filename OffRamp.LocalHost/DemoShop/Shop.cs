using System.Text.Json.Nodes;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>What the demo shop's page asks of its own server side.</summary>
internal sealed class Shop(LocalHostApp host, ShopBackend backend, ReceivedWebhooks webhooks) : IDisposable
{
    /// <summary>Where the shop's webhooks go.</summary>
    public const string WebhookPath = "/local/shop/webhooks";

    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(10);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private string? endpoint;

    private string WebhookUrl => new Uri(host.BaseUri, WebhookPath).ToString();

    /// <summary>Opens a session for the shop's page, in the shape of the widget or in that of the redirect.</summary>
    /// <returns>The API's answer as it is: the page needs its <c>client_secret</c>, and <c>proofWidget.run</c> all of it.</returns>
    /// <exception cref="ShopFailure">The API refused.</exception>
    public async Task<JsonNode> OpenAsync(JsonNode order, CancellationToken cancellation)
    {
        await HearWebhooksAsync(takeOver: false, cancellation);

        // The widget's shape has USDT alone; the page of any session can be shown in the shop's own.
        var isWidget = (string?)order["by"] == "widget" && (string?)order["asset"] == "USDT";
        var body = isWidget ? WidgetSession(order) : Session(order);
        return (await backend.CallAsync(HttpMethod.Post, isWidget ? "/widget/session" : "/v1/sessions", body, cancellation: cancellation)).Expect("No session");
    }

    /// <summary>Has the partner's webhooks come here, if they go nowhere yet.</summary>
    /// <param name="takeOver">Also if they go elsewhere.</param>
    public async Task HearWebhooksAsync(bool takeOver, CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            var now = await backend.CallAsync(HttpMethod.Get, "/v1/webhook_endpoint", cancellation: cancellation);
            endpoint = now.IsOk ? (string?)now.Body?["url"] : null;
            if (endpoint == WebhookUrl && webhooks.Secret is not null && (string?)now.Body?["status"] == "enabled")
            {
                return;
            }

            if (endpoint is null || endpoint == WebhookUrl || takeOver)
            {
                await SetEndpointAsync(cancellation);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Everything that the page shows besides the sell page itself.</summary>
    /// <param name="heard">How many webhooks the page knows.</param>
    /// <param name="after">The feed's cursor; null begins a few minutes ago.</param>
    public async Task<JsonNode> TellAsync(int heard, string? after, CancellationToken cancellation)
    {
        var from = after is { Length: > 0 } ? $"after={Uri.EscapeDataString(after)}" : $"from={Uri.EscapeDataString((host.Clock.GetUtcNow() - FirstLook).ToString("O"))}";
        var feed = await backend.CallAsync(HttpMethod.Get, $"/v1/events?limit=100&{from}", cancellation: cancellation);
        var sells = await backend.CallAsync(HttpMethod.Get, "/v1/sells?limit=12", cancellation: cancellation);
        var (news, count) = webhooks.Since(heard);
        return new JsonObject
        {
            ["now"] = host.Clock.GetUtcNow().UtcDateTime,
            ["moves_clock"] = host.Hub is not null,
            ["sandbox"] = host.Sandbox is { } sandbox ? new Uri(sandbox.BaseUri, "/sandbox").ToString() : null,
            ["wallet"] = host.Chain is null ? null : await Wallet.ReadAsync(),
            ["home"] = host.BaseUri.GetLeftPart(UriPartial.Authority),
            ["endpoint"] = new JsonObject { ["url"] = endpoint, ["is_ours"] = endpoint == WebhookUrl },
            ["heard"] = count,
            ["webhooks"] = new JsonArray([.. news.Select(View)]),
            ["events"] = feed.IsOk ? feed.Body!["data"]!.DeepClone() : new JsonArray(),
            ["next"] = feed.IsOk ? (string?)feed.Body!["next_cursor"] : after,
            ["sells"] = sells.IsOk ? sells.Body!["data"]!.DeepClone() : null,
        };
    }

    /// <summary>The address of a WebSocket that follows a sell.</summary>
    public async Task<JsonNode> FollowAsync(string sellId, CancellationToken cancellation) =>
        (await backend.CallAsync(HttpMethod.Post, $"/v1/sells/{Uri.EscapeDataString(sellId)}/realtime", new JsonObject(), cancellation: cancellation)).Expect("No live updates");

    /// <summary>
    /// One of the sandbox's controls, for the page: the sandbox answers to pages of its own origin only. A transfer on a chain that
    /// runs here is the shop's wallet's, and what it says of itself does not matter.
    /// </summary>
    public async Task<ApiAnswer> ControlAsync(string method, string path, JsonNode? body, CancellationToken cancellation) =>
        host.Chain is { } chain && path == "deposits" && (string?)body?["network"] == "ERC20" ? new ApiAnswer(StatusCodes.Status200OK, await chain.SendAsync(body))
        : host.Sandbox is { } sandbox ? await backend.CallElsewhereAsync(new HttpMethod(method), new Uri(sandbox.BaseUri, $"/sandbox/{path}"), body, cancellation)
        : throw new ShopFailure("There is no sandbox beside this host.");

    /// <summary>The user's wallet on the chain that runs here.</summary>
    /// <exception cref="ShopFailure">None runs.</exception>
    public ShopWallet Wallet => host.Chain is { } chain ? new(chain) : throw new ShopFailure("There is no chain beside this host: start it with --chain.");

    public void Dispose() => oneAtATime.Dispose();

    // The secret is told once. Who has lost it, as this shop does with every start, takes a new one.
    private async Task SetEndpointAsync(CancellationToken cancellation)
    {
        var body = new JsonObject { ["url"] = WebhookUrl };
        var answer = (await backend.CallAsync(HttpMethod.Put, "/v1/webhook_endpoint", body, cancellation: cancellation)).Expect("No webhook endpoint");
        if (answer["secret"] is null)
        {
            answer = (await backend.CallAsync(HttpMethod.Post, "/v1/webhook_endpoint/rotate_secret", new JsonObject(), cancellation: cancellation)).Expect("No webhook secret");
        }

        webhooks.Secret = (string?)answer["secret"];
        endpoint = WebhookUrl;
    }

    private static JsonObject WidgetSession(JsonNode order) => new()
    {
        ["type"] = "sell",
        ["partner_user_id"] = (string?)order["user"],
        ["user_email"] = (string?)order["email"],
        ["currency"] = (string?)order["asset"],
        ["network"] = (string?)order["network"],
        ["fiat_currency"] = (string?)order["fiat"],
        ["metadata"] = new JsonObject { ["order"] = (string?)order["reference"] },
    };

    private static JsonObject Session(JsonNode order) => new()
    {
        ["flow"] = "off_ramp",
        ["partner_user_id"] = (string?)order["user"],
        ["user_email"] = (string?)order["email"],
        ["user_reference"] = (string?)order["reference"],
        ["target_token"] = (string?)order["asset"],
        ["target_network"] = (string?)order["network"] == "ERC20" ? "ETHEREUM" : "TRON",
        ["currency"] = (string?)order["fiat"],
        ["return_url"] = (string?)order["return_url"],
        ["cancel_url"] = (string?)order["return_url"],
    };

    private static JsonObject View(ReceivedWebhook webhook) => new()
    {
        ["id"] = webhook.Id,
        ["received_at"] = webhook.ReceivedAt.UtcDateTime,
        ["verified"] = webhook.Verified,
        ["refused"] = webhook.Refused,
        ["body"] = webhook.Body?.DeepClone(),
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.LocalHost.Chain;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>The demo shop at <c>/</c>, and its own server side under <c>/local/shop</c>: what a partner's backend would offer to its page.</summary>
internal static class ShopRoutes
{
    public static void MapDemoShop(this IEndpointRouteBuilder routes, LocalHostApp host)
    {
        var backend = new ShopBackend(host.BaseUri, host.DemoPartnerToken);
        var webhooks = new ReceivedWebhooks(host.Clock);
        var shop = new Shop(host, backend, webhooks);
        routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() =>
        {
            shop.Dispose();
            backend.Dispose();
        });
        var recipes = new QueueRecipes(host, shop, backend, webhooks);

        routes.MapGet("/", context =>
        {
            context.Response.Headers.ContentSecurityPolicy = ShopFiles.Policy(host.Realtime?.BaseUri);
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return ShopFiles.Answer(context, "shop.html").ExecuteAsync(context);
        });
        routes.MapGet("/local/shop/assets/{file}", (HttpContext context, string file) => ShopFiles.Answer(context, file));
        routes.MapGet("/local/shop/news", (int heard, string? after, CancellationToken cancellation) =>
            Answered(async () => await shop.TellAsync(heard, after, cancellation)));
        routes.MapPost(Shop.WebhookPath, context => TakeAsync(context, webhooks));
        routes.MapPost("/local/shop/orders", FromOwnPage(async (body, context) => await shop.OpenAsync(body, context.RequestAborted)));
        routes.MapPost("/local/shop/follow", FromOwnPage(async (body, context) => await shop.FollowAsync((string)body["sell_id"]!, context.RequestAborted)));
        routes.MapPost("/local/shop/endpoint", FromOwnPage(async (_, context) =>
        {
            await shop.HearWebhooksAsync(takeOver: true, context.RequestAborted);
            return new JsonObject();
        }));
        routes.MapPost("/local/shop/queues", FromOwnPage(async (body, context) =>
            new JsonObject { ["sell_id"] = await recipes.BringAsync((string)body["queue"]!, context.RequestAborted) }));
        routes.MapPost("/local/shop/wallet/faucet", FromOwnPage((body, _) => shop.Wallet.GiveAsync(body)));
        routes.MapPost("/local/shop/wallet/transfers", FromOwnPage((body, _) => shop.Wallet.PayAsync(body)));
        routes.MapPost("/local/shop/sandbox", FromOwnPage(async (body, context) =>
            (await shop.ControlAsync((string)body["method"]!, (string)body["path"]!, body["body"], context.RequestAborted)).Expect("The sandbox refuses")));
    }

    private static async Task TakeAsync(HttpContext context, ReceivedWebhooks webhooks)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        context.Response.StatusCode = webhooks.Take(
            headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync(context.RequestAborted));
    }

    // Another site's page cannot send JSON here: its browser would ask first, and is not answered.
    private static RequestDelegate FromOwnPage(Func<JsonNode, HttpContext, Task<JsonNode>> answer) => async context =>
    {
        var result = await Answered(async () =>
        {
            if (!context.Request.HasJsonContentType() || await JsonNode.ParseAsync(context.Request.Body) is not { } body)
            {
                throw new ShopFailure("Send a JSON object.");
            }

            return await answer(body, context);
        });
        await result.ExecuteAsync(context);
    };

    private static async Task<IResult> Answered(Func<Task<JsonNode>> answer)
    {
        try
        {
            return Results.Json(await answer());
        }
        catch (Exception failure) when (failure is ShopFailure or JsonException or HttpRequestException or InvalidOperationException or NotQuietException or ChainException)
        {
            return new HostProblem(StatusCodes.Status422UnprocessableEntity, "not_done", failure.Message, IsRetryable: false);
        }
    }
}

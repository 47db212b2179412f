using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Product;

/// <summary>
/// Stands between the product and its payout provider, between the custodian's notices and the product, and is the partner's
/// endpoint: so it knows when a deposit was told, when its payout was asked for, and when the partner heard of the end.
/// </summary>
internal sealed class ProviderDoor : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SellTrace> byAddress = new();
    private readonly ConcurrentDictionary<string, SellTrace> bySell = new();
    private readonly WebApplication app;

    private ProviderDoor(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>For the partner's <c>webhook_endpoint</c>.</summary>
    public Uri PartnersEndpoint => new(Address, "partner");

    /// <param name="sandbox">Where the payout provider is.</param>
    /// <param name="api">Where notices go.</param>
    public static async Task<ProviderDoor> StartAsync(Uri sandbox, Uri api)
    {
        var builder = Loopback.NewServer();
        builder.Services.AddHttpForwarder();
        var door = new ProviderDoor(builder.Build());
        door.app.Use(door.LookAsync);
        door.app.MapPost("/partner", door.HearAsync);
        foreach (var path in (string[])["/payouts/{**rest}", "/cards/{**rest}"])
        {
            door.app.MapForwarder(path, sandbox.ToString());
        }
        door.app.MapForwarder("/webhooks/{**rest}", api.ToString());
        await door.app.StartAsync();
        return door;
    }

    /// <param name="sellId">The sell's id; its payouts' ids have the same 26 characters.</param>
    /// <param name="depositAddress">Where it waits for its deposit.</param>
    public SellTrace Follow(string sellId, string depositAddress)
    {
        var trace = bySell.GetOrAdd(Key(sellId), _ => new SellTrace());
        byAddress[depositAddress] = trace;
        return trace;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task LookAsync(HttpContext context, Func<Task> next)
    {
        switch (context.Request.Path.Value)
        {
            case "/webhooks/deposits":
                var notice = await BodyOfAsync(context.Request);
                if (notice.GetProperty("type").GetString() == "deposit.confirmed" && byAddress.TryGetValue(notice.GetProperty("data").GetProperty("address").GetString()!, out var told))
                {
                    told.Confirmed();
                }
                break;
            case "/payouts" when HttpMethods.IsPost(context.Request.Method):
                var payout = await BodyOfAsync(context.Request);
                if (bySell.TryGetValue(Key(payout.GetProperty("payout_id").GetString()!), out var paid))
                {
                    paid.Paid();
                }
                break;
        }
        await next();
    }

    private async Task<IResult> HearAsync(HttpRequest request)
    {
        var said = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        var type = said.GetProperty("type").GetString()!;
        if (type is "sell.completed" or "sell.failed" or "sell.cancelled")
        {
            var trace = bySell.GetOrAdd(Key(said.GetProperty("data").GetProperty("id").GetString()!), _ => new SellTrace());
            if (type == "sell.completed")
            {
                trace.End();
            }
            else
            {
                trace.Fail(type);
            }
        }
        return Results.Ok();
    }

    private static async Task<JsonElement> BodyOfAsync(HttpRequest request)
    {
        request.EnableBuffering();
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(request.Body);
        request.Body.Position = 0;
        return body;
    }

    private static string Key(string id) => id.Split('_')[1];
}

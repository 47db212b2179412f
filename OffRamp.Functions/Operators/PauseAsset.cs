using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.Operators;

/// <summary>POST /ops/api/assets/{asset}/{network}: pauses an asset (no new quotes) or takes it up again.</summary>
internal sealed class PauseAsset(PausedAssets paused, OperatorLog log, Assets assets)
{
    [Function("PauseAsset")]
    [ForOperators]
    [Idempotent]
    [Operation("pauseAsset", "Pause an asset, or take it up again", Says = "Sells under way go on. With `If-Match` only if nobody has changed any asset since: else 412.")]
    [Takes(typeof(PauseBody))]
    [Answers(200, typeof(PausedAssetView))]
    [Refuses("precondition_failed")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Asset)] HttpRequest request, string asset, string network)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        if (!Currency.TryOf(asset, out var currency) || !Network.TryParse(network, out var on)
            || !assets.TryFind(currency, on, out var known))
        {
            return Problems.NotFound("There is no such asset.");
        }

        var body = await RequestBody.ReadAsync(context);
        var isPaused = body.Boolean("paused", required: true);
        body.ThrowIfInvalid();
        return await RunAsync(known, isPaused!.Value, context, cancellation);
    }

    private async Task<IResult> RunAsync(Asset asset, bool isPaused, HttpContext context, CancellationToken cancellation)
    {
        var before = await paused.ReadAsync(cancellation);
        if (Versions.Refuse(context, before.Version) is { } refusal)
        {
            return refusal;
        }

        var name = $"{asset.Currency.Code}/{asset.Network}";
        await log.WriteAsync(
            context.Operator(), isPaused ? "asset.paused" : "asset.resumed", name, reason: null, cancellation, claimed: context.Claim().Id,
            seen: before.Version);
        if (await paused.SetAsync(asset, isPaused, Versions.IsAsked(context) ? before.Version : null, cancellation) is not { } after)
        {
            return Versions.Changed();
        }

        Versions.Tell(context, after.Version);
        return Results.Ok(new PausedAssetView(asset.Currency, asset.Network, isPaused));
    }
}

internal sealed record PausedAssetView(Currency Asset, Network Network, bool Paused);

/// <summary>The fields of the body, for the API's description.</summary>
internal sealed record PauseBody
{
    public required bool Paused { get; init; }
}

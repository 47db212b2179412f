using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/assets: the assets that are configured, and which of them are paused. Its ETag is for a change of any.</summary>
internal sealed class ListAssets(Assets assets, PausedAssets paused)
{
    [Function("ListAssets")]
    [ForOperators]
    [Operation("listAssets", "List the assets, and which are paused", Says = "`ETag` is of all of them together.")]
    [Answers(200, typeof(AssetList))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Assets)] HttpRequest request)
    {
        var now = await paused.ReadAsync(request.HttpContext.RequestAborted);
        Versions.Tell(request.HttpContext, now.Version);
        return Results.Ok(new AssetList([.. assets.All.Select(asset => new PausedAssetView(asset.Currency, asset.Network, now.Holds(asset)))]));
    }
}

internal sealed record AssetList(IReadOnlyList<PausedAssetView> Data);

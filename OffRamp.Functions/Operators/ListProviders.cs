using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/providers: which providers answer, as the instances of the app know it together.</summary>
internal sealed class ListProviders(ProvidersHealth health)
{
    [Function("ListProviders")]
    [ForOperators]
    [Operation("listProviders", "List the providers, and which are paused", Says = "As the app's instances know it together; looked at every minute.")]
    [Answers(200, typeof(ProviderList))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Providers)] HttpRequest request)
    {
        var known = await health.ListAsync(request.HttpContext.RequestAborted);
        return Results.Ok(new ProviderList([.. known.Select(one => new ProviderView(one.Name, one.IsNeededBySells, one.PausedSince))]));
    }
}

internal sealed record ProviderList(IReadOnlyList<ProviderView> Data);

/// <param name="Name">The provider.</param>
/// <param name="NeededBySells">Nothing new is sold while it is paused.</param>
/// <param name="PausedSince">Since when it refuses us or is silent; null while it is well.</param>
internal sealed record ProviderView(string Name, bool NeededBySells, DateTimeOffset? PausedSince);

using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Partners;

/// <summary>Endpoint filter of what begins something new: a partner for whom off-ramp is not enabled gets 403. Sells under way go on.</summary>
internal static class OfframpEnabled
{
    /// <summary>Endpoints that begin something new.</summary>
    public static RouteGroupBuilder MapEnabledGroup(this RouteGroupBuilder partner) =>
        partner.MapGroup("").AddEndpointFilter(Filter).WithMetadata(new RefusesAttribute("offramp_disabled"));

    private static ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        invocation.HttpContext.Partner().OfframpEnabled
            ? next(invocation)
            : ValueTask.FromResult<object?>(Problems.Of("offramp_disabled", "Off-ramp is not enabled for this partner. Ask us to enable it."));
}

using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Partners;

internal static class PartnerServices
{
    public static void AddPartners(this IServiceCollection services)
    {
        services.AddSingleton<PartnerStore>();
        services.AddSingleton<KnownPartners>();
        services.AddSingleton<PartnerAuthentication>();
        services.AddHostedService<DemoPartner>();
    }

    /// <summary>Endpoints of partners' backends; <see cref="AuthenticatedPartner.Partner"/> says who calls.</summary>
    public static RouteGroupBuilder MapPartnerGroup(this IEndpointRouteBuilder routes)
    {
        var authentication = routes.ServiceProvider.GetRequiredService<PartnerAuthentication>();
        return routes.MapGroup("").AddEndpointFilter(authentication.InvokeAsync).WithMetadata(Caller.Partner);
    }
}

using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Partners;

internal static class PartnerServices
{
    public static void AddPartners(this IServiceCollection services)
    {
        services.AddSingleton<PartnerStore>();
        services.AddSingleton<KnownPartners>();
        services.AddSingleton<PartnerAuthentication>();
        services.AddSingleton<ICallerAuthentication>(container => container.GetRequiredService<PartnerAuthentication>());
        services.AddHostedService<DemoPartner>();
    }
}

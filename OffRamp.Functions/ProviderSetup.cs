using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions;

/// <summary>Who does what for us outside. Another provider is another adapter, and its line here.</summary>
internal static class ProviderSetup
{
    public static void AddProviders(this IServiceCollection services, Settings settings)
    {
        services.AddProvider<ICustodian, HttpCustodian>(settings.Custodian);
        services.AddProvider<IPayoutProvider, HttpPayoutProvider>(settings.Payouts);
        services.AddProvider<IKycProvider, HttpKycProvider>(settings.Kyc);
        services.AddProvider<IRateSource, HttpRateSource>(settings.Rates);
    }

    private static void AddProvider<TProvider, TAdapter>(this IServiceCollection services, ProviderSettings settings)
        where TProvider : class
        where TAdapter : TProvider =>
        services.AddSingleton<TProvider>(container => ActivatorUtilities.CreateInstance<TAdapter>(
            container, new ProviderHttp(settings, container.GetRequiredService<ILogger<TAdapter>>())));
}

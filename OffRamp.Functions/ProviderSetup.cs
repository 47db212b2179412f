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
        services.AddSingleton<ProvidersHealth>();
        services.AddProvider<ICustodian, HttpCustodian>(settings.Custodian, "custodian", "/refunds/ref_unknown");
        services.AddProvider<IPayoutProvider, HttpPayoutProvider>(settings.Payouts, "payouts", "/payouts/pay_unknown");
        services.AddProvider<IKycProvider, HttpKycProvider>(settings.Kyc, "kyc", "/verifications/ver_unknown");

        if (settings.Screening is { } screening)
        {
            services.AddProvider<IScreening, HttpScreening>(screening);
        }
        else
        {
            services.AddSingleton<IScreening, NoScreening>();
        }

        // Without a rate there is no quote: that is said as it is.
        services.AddProvider<IRateSource, HttpRateSource>(settings.Rates);
    }

    /// <param name="services">Where to.</param>
    /// <param name="settings">Where it is, and how to sign in.</param>
    /// <param name="name">What alarms call it; null for one whose health nobody keeps.</param>
    /// <param name="unknown">The path of something that it does not know.</param>
    private static void AddProvider<TProvider, TAdapter>(
        this IServiceCollection services, ProviderSettings settings, string? name = null, string? unknown = null)
        where TProvider : class
        where TAdapter : TProvider =>
        services.AddSingleton<TProvider>(container =>
        {
            var log = container.GetRequiredService<ILogger<TAdapter>>();
            var health = name is null ? null : new ProviderHealth(name, container.GetRequiredService<TimeProvider>(), log);
            var http = new ProviderHttp(settings, log) { Health = health };
            if (health is not null)
            {
                container.GetRequiredService<ProvidersHealth>().Add(health, cancellation => http.GetAsync(unknown!, cancellation));
            }

            return ActivatorUtilities.CreateInstance<TAdapter>(container, http);
        });
}

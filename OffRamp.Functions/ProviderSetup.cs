using OffRamp.Functions.Deposits;
using OffRamp.Functions.Evm;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Providers;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions;

/// <summary>Who does what for us outside. Another provider is another adapter, and its line here.</summary>
internal static class ProviderSetup
{
    public static void AddProviders(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<IProviderStates, ProviderStates>();
        services.AddSingleton<ProvidersHealth>();
        if (settings.HasCustodian)
        {
            services.AddProvider<ICustodian, HttpCustodian>(settings.Custodian, "custodian", "/refunds/ref_unknown");
            services.AddSingleton(container => ActivatorUtilities.CreateInstance<HttpCustodian>(container, container.GetRequiredKeyedService<ProviderHttp>("custodian")));
        }

        services.AddEvm(settings.Evm);

        services.AddProvider<IPayoutProvider, HttpPayoutProvider>(settings.Payouts, "payouts", "/payouts/pay_unknown");
        services.AddProvider<IKycProvider, HttpKycProvider>(settings.Kyc, "kyc", "/verifications/ver_unknown");

        if (settings.Screening is { } screening)
        {
            services.AddProvider<IScreening, HttpScreening>(screening, "screening");
        }
        else
        {
            services.AddSingleton<IScreening, NoScreening>();
        }

        // Without a rate there is no quote: that is said as it is.
        services.AddProvider<IRateSource, HttpRateSource>(settings.Rates, "rates");
    }

    /// <param name="services">Where to.</param>
    /// <param name="settings">Where it is, and how to sign in.</param>
    /// <param name="name">What alarms call it.</param>
    /// <param name="unknown">The path of something that it does not know; null for one whose trouble pauses nothing: what needs it says so itself.</param>
    private static void AddProvider<TProvider, TAdapter>(
        this IServiceCollection services, ProviderSettings settings, string name, string? unknown = null)
        where TProvider : class
        where TAdapter : TProvider
    {
        services.AddSingleton(container => new ProviderHealth(name, container.GetRequiredService<TimeProvider>())
        {
            IsNeededBySells = unknown is not null,
            Ask = unknown is null ? null : cancellation => container.GetRequiredKeyedService<ProviderHttp>(name).GetAsync(unknown, cancellation),
        });
        services.AddKeyedSingleton(name, (container, _) =>
        {
            var health = container.GetServices<ProviderHealth>().Single(known => known.Name == name);
            return new ProviderHttp(settings, container.GetRequiredService<ILogger<TAdapter>>())
            {
                Health = health,
                OnRefusal = cancellation => container.GetRequiredService<ProvidersHealth>().TellRefusalAsync(health, cancellation),
            };
        });
        services.AddSingleton<TProvider>(container =>
            ActivatorUtilities.CreateInstance<TAdapter>(container, container.GetRequiredKeyedService<ProviderHttp>(name)));
    }
}

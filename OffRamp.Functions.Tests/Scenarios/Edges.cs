using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios;

/// <summary>Networks that a world's app has in place of the real ones.</summary>
internal sealed record Edges
{
    public FaultyEdge? Providers { get; init; }

    public FaultyEdge? Storage { get; init; }

    /// <summary>In place of host.json's.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>How long a cancel waits for its decision, in real time; null: as in the product.</summary>
    public TimeSpan? CancelPatience { get; init; }

    public void Replace(IServiceCollection services)
    {
        if (Providers is { } edge)
        {
            services.AddSingleton<ICustodian>(all => new HttpCustodian(Connect(all, edge, at => at.Custodian)));
            services.AddSingleton<IPayoutProvider>(all => new HttpPayoutProvider(Connect(all, edge, at => at.Payouts)));
            services.AddSingleton<IKycProvider>(all => new HttpKycProvider(Connect(all, edge, at => at.Kyc)));
            services.AddSingleton<IRateSource>(all => new HttpRateSource(Connect(all, edge, at => at.Rates), all.GetRequiredService<TimeProvider>()));
        }

        if (CancelPatience is { } patience)
        {
            services.AddSingleton(all => new CancelSell(
                all.GetRequiredService<SellStore>(), all.GetRequiredService<SellInbox>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<SellPolicies>())
            { Patience = patience });
        }
    }

    private static ProviderHttp Connect(IServiceProvider all, FaultyEdge edge, Func<Functions.Hosting.Configuration.Settings, ProviderSettings> provider) =>
        new(provider(all.GetRequiredService<Functions.Hosting.Configuration.Settings>()), all.GetRequiredService<ILogger<ProviderHttp>>(), edge);
}

using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.SellPage;

internal static class SellPageServices
{
    /// <summary>What a user is asked and told on the way to a sell: verification, quote, card, addresses.</summary>
    public static IServiceCollection AddSellPage(this IServiceCollection services) => services
        .AddSingleton<SellPagePolicy>()
        .AddSingleton<Verifications>()
        .AddSingleton<GivenDetails>()
        .AddSingleton<TellKyc>()
        .AddSingleton<QuoteToken>()
        .AddSingleton<PausedAssets>()
        .AddSingleton<Pricing>()
        .AddSingleton<SessionQuotes>()
        .AddSingleton<Cards>()
        .AddSingleton<NewAddresses>()
        .AddSingleton<RefundAddresses>();
}

using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Creation;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Sells;

internal static class SellServices
{
    public static IServiceCollection AddSells(this IServiceCollection services) => services
        .AddSingleton(services => services.GetRequiredService<Settings>().Assets)
        .AddSingleton(services => new SellPolicies(services.GetRequiredService<Assets>(), services.GetRequiredService<TimeProvider>())
        {
            IsScreened = services.GetRequiredService<Settings>().Screening is not null,
            HoldsUnknownRisk = services.GetRequiredService<Settings>().HoldsUnknownRisk,
            UsualConfirmation = services.GetRequiredService<Settings>().UsualConfirmation,
            UsualPayout = services.GetRequiredService<Settings>().UsualPayout,
        })
        .AddSingleton<VerifiedUsers>()
        .AddSingleton<SellTerms>()
        .AddSingleton<SellReservation>()
        .AddSingleton<SellDraft>()
        .AddSingleton<InsertSell>()
        .AddSingleton<CreateSell>()
        .AddSingleton<SellStore>()
        .AddSingleton<OpenSells>()
        .AddSingleton<DepositAddresses>()
        .AddSingleton<WakeIndex>()
        .AddSingleton<SellEndings>()
        .AddSingleton<DeafSells>()
        .AddSingleton<SellOrchestrations>()
        .AddSingleton<Reservations>()
        .AddSingleton<UserKyc>()
        .AddSingleton<BeforePayout>()
        .AddSingleton<ScreenDeposits>()
        .AddSingleton<ListDeposits>()
        .AddSingleton<TransferClaims>()
        .AddSingleton<Advance>()
        .AddSingleton<CheckDeposits>()
        .AddSingleton<SubmitPayout>()
        .AddSingleton<CheckPayout>()
        .AddSingleton<SendRefund>()
        .AddSingleton<RefundLimits>()
        .AddSingleton<SellInbox>()
        .AddSingleton<CancelSell>()
        .AddSingleton<AdvanceInline>()
        .AddSingleton<ReviveSell>()
        .AddSingleton<ReviveSells>()
        .AddSingleton<CheckLedgers>()
        .AddSingleton<PurgeHistory>();
}

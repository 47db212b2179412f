namespace OffRamp.Functions.Sells;

using OffRamp.Functions.Deposits;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Webhooks;

internal static class SellServices
{
    public static IServiceCollection AddSells(this IServiceCollection services) => services
        .AddSingleton(Assets.Defaults)
        .AddSingleton<SellPolicies>()
        .AddSingleton<SellStore>()
        .AddSingleton<OpenSells>()
        .AddSingleton<DepositAddresses>()
        .AddSingleton<SellPointers>()
        .AddSingleton<Promises>()
        .AddSingleton<SellEndings>()
        .AddSingleton<SellOrchestrations>()
        .AddSingleton<Reservations>()
        .AddSingleton<UserKyc>()
        .AddSingleton<BeforePayout>()
        .AddSingleton<ListDeposits>()
        .AddSingleton<Advance>()
        .AddSingleton<CheckDeposits>()
        .AddSingleton<SubmitPayout>()
        .AddSingleton<CheckPayout>()
        .AddSingleton<SendRefund>()
        .AddSingleton<WalkSell>()
        .AddSingleton<SellRevival>()
        .AddSingleton<ReviveSells>()
        .AddSingleton<CheckLedgers>()
        .AddSingleton<PurgeHistory>();
}

namespace OffRamp.Functions.Sells;

using OffRamp.DurableTask;
using OffRamp.Functions.Deposits;
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

    /// <summary>The orchestrations and their activities, under the names of their function.json folders.</summary>
    public static DurableTaskRegistry Registry() => new DurableTaskRegistry()
        .AddOrchestrator(SellOrchestrator.Name, () => new SellOrchestrator())
        .AddActivity(nameof(Advance), services => services.GetRequiredService<Advance>())
        .AddActivity(nameof(CheckDeposits), services => services.GetRequiredService<CheckDeposits>())
        .AddActivity(nameof(SubmitPayout), services => services.GetRequiredService<SubmitPayout>())
        .AddActivity(nameof(CheckPayout), services => services.GetRequiredService<CheckPayout>())
        .AddActivity(nameof(SendRefund), services => services.GetRequiredService<SendRefund>())
        .AddOrchestrator(DeliverWebhooksOrchestrator.Name, () => new DeliverWebhooksOrchestrator())
        .AddActivity(nameof(SendWebhooks), services => services.GetRequiredService<SendWebhooks>());
}

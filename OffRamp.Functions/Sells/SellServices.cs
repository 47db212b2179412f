namespace OffRamp.Functions.Sells;

using OffRamp.DurableTask;
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
        .AddActivity(nameof(Advance), services => new HandlerActivity((id, token) => services.GetRequiredService<Advance>().RunAsync(id, null, token)))
        .AddActivity(nameof(CheckDeposits), services => new HandlerActivity(services.GetRequiredService<CheckDeposits>().RunAsync))
        .AddActivity(nameof(SubmitPayout), services => new HandlerActivity(services.GetRequiredService<SubmitPayout>().RunAsync))
        .AddActivity(nameof(CheckPayout), services => new HandlerActivity(services.GetRequiredService<CheckPayout>().RunAsync))
        .AddActivity(nameof(SendRefund), services => new HandlerActivity(services.GetRequiredService<SendRefund>().RunAsync))
        .AddOrchestrator(DeliverWebhooksOrchestrator.Name, () => new DeliverWebhooksOrchestrator())
        .AddActivity(nameof(SendWebhooks), services => new HandlerDelivery(services.GetRequiredService<SendWebhooks>()));
}

/// <summary>An activity as the custom handler runs it.</summary>
internal sealed class HandlerActivity(Func<SellId, CancellationToken, Task<Step>> run) : TaskActivity<SellRef, Step>
{
    public override Task<Step> RunAsync(TaskActivityContext context, SellRef input) =>
        run(PrefixedId.Parse<SellId>(input.SellId), context.Cancellation);
}

/// <summary>The delivery of webhooks as the custom handler runs it.</summary>
internal sealed class HandlerDelivery(SendWebhooks send) : TaskActivity<SellRef, SendStep>
{
    public override Task<SendStep> RunAsync(TaskActivityContext context, SellRef input) => send.RunAsync(input.SellId, context.Cancellation);
}

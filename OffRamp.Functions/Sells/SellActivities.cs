using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Limits;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells;

/// <summary>What the orchestration of a sell has done, each safe to run twice. One that fails has done something or nothing.</summary>
internal sealed class SellActivities(
    Advance advance, CheckDeposits checkDeposits, SubmitPayout submitPayout, CheckPayout checkPayout, SendRefund sendRefund, TimeProvider clock)
{
    [Function(nameof(Advance))]
    public Task<SellStep> Advance([ActivityTrigger] SellRef sell, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(sell, context, (id, token) => advance.RunAsync(id, null, token));

    [Function(nameof(CheckDeposits))]
    public Task<SellStep> CheckDeposits([ActivityTrigger] SellRef sell, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(sell, context, checkDeposits.RunAsync);

    [Function(nameof(SubmitPayout))]
    public Task<SellStep> SubmitPayout([ActivityTrigger] SellRef sell, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(sell, context, submitPayout.RunAsync);

    [Function(nameof(CheckPayout))]
    public Task<SellStep> CheckPayout([ActivityTrigger] SellRef sell, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(sell, context, checkPayout.RunAsync);

    [Function(nameof(SendRefund))]
    public Task<SellStep> SendRefund([ActivityTrigger] SellRef sell, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(sell, context, sendRefund.RunAsync);

    private async Task<SellStep> RunAsync(SellRef sell, FunctionContext context, Func<SellId, CancellationToken, Task<Step>> activity)
    {
        var id = PrefixedId.Parse<SellId>(sell.SellId);
        var step = await Deadlines.Within(Deadlines.Activity, token => activity(id, token), context.CancellationToken);
        return SellStep.Of(step, clock.GetUtcNow());
    }
}

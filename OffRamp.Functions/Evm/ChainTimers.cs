using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Evm;

/// <summary>What is looked after by the clock where a network is served without a custodian; nothing happens where none is.</summary>
internal sealed class ChainTimers(IEnumerable<LookAtChain> looks, IEnumerable<SweepForwarders> sweeps, IEnumerable<CheckChain> checks)
{
    [Function(nameof(WatchChain))]
    public Task WatchChain([TimerTrigger("*/20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, looks.SingleOrDefault() is { } look ? look.RunAsync : null);

    [Function(nameof(SweepForwarders))]
    public Task SweepForwarders([TimerTrigger("0 10 * * * *")] TimerInfo timer, FunctionContext context) =>
        RunAsync(context, sweeps.SingleOrDefault() is { } sweep ? sweep.RunAsync : null);

    [Function(nameof(CheckChain))]
    public Task CheckChain([TimerTrigger("0 45 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, checks.SingleOrDefault() is { } check ? check.RunAsync : null, Deadlines.WholeTables);

    private static async Task RunAsync(FunctionContext context, Func<CancellationToken, Task>? work, TimeSpan? deadline = null)
    {
        if (work is not null)
        {
            await Deadlines.Within(
                deadline ?? Deadlines.Other,
                async token =>
                {
                    await work(token);
                    return true;
                },
                context.CancellationToken);
        }
    }
}

using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Evm;

/// <summary>What is looked after by the clock where a network is served without a custodian; nothing happens where none is.</summary>
internal sealed class ChainTimers(IEnumerable<LookAtChain> looks, IEnumerable<SweepForwarders> sweeps)
{
    [Function(nameof(WatchChain))]
    public Task WatchChain([TimerTrigger("*/20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, looks.SingleOrDefault() is { } look ? look.RunAsync : null);

    [Function(nameof(SweepForwarders))]
    public Task SweepForwarders([TimerTrigger("0 10 * * * *")] TimerInfo timer, FunctionContext context) =>
        RunAsync(context, sweeps.SingleOrDefault() is { } sweep ? sweep.RunAsync : null);

    private static async Task RunAsync(FunctionContext context, Func<CancellationToken, Task>? work)
    {
        if (work is not null)
        {
            await Deadlines.Within(
                Deadlines.Other,
                async token =>
                {
                    await work(token);
                    return true;
                },
                context.CancellationToken);
        }
    }
}

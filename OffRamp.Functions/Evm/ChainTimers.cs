using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Evm.Checking;
using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Evm;

/// <summary>What is looked after by the clock where networks are served without a custodian, each for itself; nothing happens where none is.</summary>
internal sealed class ChainTimers(IEnumerable<EvmNetwork> networks)
{
    [Function(nameof(WatchChain))]
    public Task WatchChain([TimerTrigger("*/20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, static (network, token) => network.Part<LookAtChain>().RunAsync(token));

    [Function(nameof(SweepForwarders))]
    public Task SweepForwarders([TimerTrigger("0 10 * * * *")] TimerInfo timer, FunctionContext context) =>
        RunAsync(context, static (network, token) => network.Part<SweepForwarders>().RunAsync(token));

    [Function(nameof(CheckChain))]
    public Task CheckChain([TimerTrigger("0 45 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, static (network, token) => network.Part<CheckChain>().RunAsync(token), Deadlines.WholeTables);

    // All at once: a network whose nodes do not answer keeps none of the others.
    private Task<bool> RunAsync(FunctionContext context, Func<EvmNetwork, CancellationToken, Task> work, TimeSpan? deadline = null) => Deadlines.Within(
        deadline ?? Deadlines.Other,
        async token =>
        {
            await Task.WhenAll(networks.Select(network => work(network, token)));
            return true;
        },
        context.CancellationToken);
}

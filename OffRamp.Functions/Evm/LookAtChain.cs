using OffRamp.Functions.Evm.Transactions;
using OffRamp.Functions.Evm.Watching;

namespace OffRamp.Functions.Evm;

/// <summary>What is done by the clock: the sells are told, our transactions move on, the gas is looked at.</summary>
internal sealed class LookAtChain(WatchChain watch, SendTransactions send, Chain chain, GasTank gas)
{
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(watch.RunAsync(cancellation), send.RunAsync(cancellation), LookAtGasAsync(cancellation));

    public async Task LookAtGasAsync(CancellationToken cancellation)
    {
        if (await chain.ReadHeadsAsync(cancellation) is { } heads)
        {
            await gas.IsLowAsync(heads, cancellation);
        }
    }
}

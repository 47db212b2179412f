using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Limits;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Realtime;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions;

/// <summary>What is looked after by the clock. Each run ends by its deadline; the next run is the next attempt.</summary>
internal sealed class Timers(ReviveSells revive, ExpireSessions expire, CheckLedgers ledgers, PurgeHistory history, ForgetClaims claims, LiveTickets tickets,
    ProvidersHealth providers, CopyTables copies, CheckRestored restored)
{
    [Function(nameof(ReviveSells))]
    public Task ReviveSells([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, token => Task.WhenAll(revive.RunAsync(token), expire.RunAsync(token), providers.FindPausedAsync(token)));

    [Function(nameof(CheckLedgers))]
    public Task CheckLedgers([TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, ledgers.RunAsync);

    [Function(nameof(PurgeHistory))]
    public Task PurgeHistory([TimerTrigger("0 0 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, token => Task.WhenAll(history.RunAsync(token), claims.RunAsync(token), tickets.PurgeAsync(token)));

    [Function(nameof(CopyTables))]
    public Task CopyTables([TimerTrigger("0 0 2 * * *")] TimerInfo timer, FunctionContext context) =>
        RunAsync(context, copies.RunAsync, Deadlines.WholeTables);

    [Function(nameof(CheckRestored))]
    public Task CheckRestored([TimerTrigger("30 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        RunAsync(context, restored.RunAsync);

    private static async Task RunAsync(FunctionContext context, Func<CancellationToken, Task> work, TimeSpan? deadline = null) => await Deadlines.Within(
        deadline ?? Deadlines.Other,
        async token =>
        {
            await work(token);
            return true;
        },
        context.CancellationToken);
}

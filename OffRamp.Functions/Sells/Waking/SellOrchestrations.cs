using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>What was found, and done, when a sell was late.</summary>
internal enum Revival { Started, Hinted, Deaf, Suspended, Unreachable }

/// <summary>What became of a hint.</summary>
internal enum HintResult { Raised, NobodyListens, Unreachable }

/// <summary>
/// The orchestrations of sells, as the engine knows them. Everything here is best effort and never throws:
/// the record is the truth, and <see cref="ReviveSells"/> comes by.
/// </summary>
internal sealed partial class SellOrchestrations(IOrchestrationClient client, DeafSells deaf, TimeProvider clock, ILogger<SellOrchestrations> logger)
{
    /// <summary>One that was started begins in a moment.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);

    /// <summary>Nobody waits longer for a hint or a start than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A sell's own orchestration bears its id; what comes after the end has one of its own, one at a time.</summary>
    public static string InstanceOf(Sell sell) => sell.RecoveryNow is { } n ? $"{sell.Id}-r{n}" : sell.Id.ToString();

    /// <summary>Starts it, for the first time or again.</summary>
    /// <param name="sell">Whose.</param>
    /// <param name="first">What is next, of a sell that was just made; null where only the record can say.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether one runs now.</returns>
    public async Task<bool> StartAsync(Sell sell, SellStep? first, CancellationToken cancellation) => await TryAsync(
        sell.Id,
        async token => (bool?)await client.StartAsync(sell.Orchestrator, InstanceOf(sell), new SellStart(sell.Id.ToString(), first), token),
        cancellation) is not null;

    /// <summary>Hints the sell's own orchestration; whether one after the end listens, only its record knows.</summary>
    /// <param name="sell">Whose.</param>
    /// <param name="eventName">One of <see cref="SellSignals"/>.</param>
    /// <param name="next">What is next, where the record was just written; null where the orchestration is to look.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<HintResult> HintAsync(SellId sell, string eventName, SellStep? next, CancellationToken cancellation) =>
        HintAsync(sell, sell.ToString(), eventName, next, cancellation);

    private async Task<HintResult> HintAsync(SellId sell, string instance, string eventName, SellStep? next, CancellationToken cancellation)
    {
        var raised = await TryAsync(sell, async token => (RaiseOutcome?)await client.RaiseEventAsync(instance, eventName, next, token), cancellation);
        return raised switch
        {
            null => HintResult.Unreachable,
            RaiseOutcome.Raised when !deaf.Contains(sell) => HintResult.Raised,
            _ => HintResult.NobodyListens,
        };
    }

    /// <summary>Sees to it that an orchestration moves the sell: hints the one that runs, or starts one.</summary>
    /// <param name="sell">Whose.</param>
    /// <param name="isLate">Whether one that runs has had its time, and has not moved it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Revival> ReviveAsync(Sell sell, bool isLate, CancellationToken cancellation)
    {
        var found = await TryAsync(sell.Id, async token => new Found(await client.FindAsync(InstanceOf(sell), token)), cancellation);
        switch (found)
        {
            case null:
                return Revival.Unreachable;
            case { Instance: null or { IsCompleted: true } }:
                return await StartAsync(sell, null, cancellation) ? Revival.Started : Revival.Unreachable;
            case { Instance.RuntimeStatus: OrchestrationRuntimeStatus.Suspended }:
                return Revival.Suspended;
            case { Instance: var instance } when IsLost(instance, sell.Id, isLate):
                await TryAsync(sell.Id, token => TerminateAsync(sell, token), cancellation);
                return Revival.Deaf;
            default:
                // A late one that could not be told in time is as deaf as one that does not listen: it runs, and the hint may have arrived.
                var told = await HintAsync(sell.Id, InstanceOf(sell), SellSignals.NoticeReceived, null, cancellation);
                return deaf.Contains(sell.Id) ? Revival.Deaf
                    : told == HintResult.Unreachable && !isLate ? Revival.Unreachable : Revival.Hinted;
        }
    }

    /// <summary>The sell was brought to rest without its orchestration, which waits for what was lost, and would for good.</summary>
    public async Task EndAsync(Sell sell, CancellationToken cancellation)
    {
        if (await TryAsync(sell.Id, token => client.FindAsync(InstanceOf(sell), token), cancellation) is { IsCompleted: false })
        {
            await TryAsync(sell.Id, token => TerminateAsync(sell, token), cancellation);
        }
    }

    /// <summary>Its start, or what it waits for, will not come any more; the next visit finds that it has ended, and starts another.</summary>
    private bool IsLost(OrchestrationMetadata instance, SellId sell, bool isLate) => instance.RuntimeStatus == OrchestrationRuntimeStatus.Pending
        ? instance.CreatedAt + LongestStart <= clock.GetUtcNow()
        : isLate && deaf.IsForGood(sell);

    private async Task<bool> TerminateAsync(Sell sell, CancellationToken cancellation)
    {
        await client.TerminateAsync(InstanceOf(sell), "It does not move.", cancellation);
        deaf.Forget(sell.Id);
        LogGivenUp(InstanceOf(sell));
        return true;
    }

    private async Task<T?> TryAsync<T>(SellId sell, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await call(patience.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogUnreachable(sell.ToString(), e.Message);
            return default;
        }
    }

    private sealed record Found(OrchestrationMetadata? Instance);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An orchestration does not move and was given up; the next look starts another. Instance: {InstanceId}")]
    private partial void LogGivenUp(string instanceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The orchestration could not be reached. Sell: {SellId}. Reason: {Reason}")]
    private partial void LogUnreachable(string sellId, string reason);
}

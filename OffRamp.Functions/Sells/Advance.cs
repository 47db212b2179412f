using OffRamp.Functions.Deposits;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Sells;

/// <summary>
/// The one writer of a sell: reads the record and its inbox, applies the rules, commits one transaction under the
/// record's version, and says what to do next. Safe to call from anywhere, at any time, any number of times at once.
/// </summary>
internal sealed partial class Advance(
    SellStore sells, WakeIndex wakeIndex, SellPolicies policies, TransferClaims claims, Deliveries deliveries, ILogger<Advance> logger)
{
    /// <summary>Losing to another writer so often in a row means that something is wrong.</summary>
    private const int MaximumAttempts = 30;

    /// <summary>After so many lost races the inbox is the shorter way.</summary>
    private const int MaximumArrivals = 3;

    /// <param name="id">The sell.</param>
    /// <param name="outcome">What a provider just answered, if one was asked.</param>
    /// <param name="cancellation">Gives up; whether the commit happened is unknown then, and calling again is safe.</param>
    /// <exception cref="SellMissingException">There is no such sell.</exception>
    public async Task<Step> RunAsync(SellId id, Outcome? outcome, CancellationToken cancellation) =>
        await RunAsync(await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id), outcome, cancellation);

    /// <param name="start">The sell as it was read before the provider was asked; read again when it has changed since.</param>
    /// <param name="outcome">What a provider just answered, if one was asked.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Step> RunAsync(StoredSell start, Outcome? outcome, CancellationToken cancellation)
    {
        var (id, stored) = (start.Sell.Id, start);
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var decision = await DecideAsync(stored, outcome, cancellation);
            if (!decision.HasChanged && stored.Inbox.Count == 0)
            {
                await wakeIndex.KeepAsync(stored.Sell, decision.Step, cancellation);
                if (stored.HasUndelivered)
                {
                    await deliveries.SeeToAsync(id, stored.SendingAt);
                }

                return decision.Step with { Revision = stored.Sell.Revision };
            }

            var (step, result) = await CommitAsync(stored, decision, null, cancellation);
            if (step is not null)
            {
                if (stored.Inbox.Count < SellStore.MaximumTaken)
                {
                    return step;
                }

                (outcome, attempt) = (null, -1);
            }

            stored = result.Instead ?? await sells.ReadAsync(id, cancellation) ?? throw new SellMissingException(id);
        }

        throw new SellBusyException(id);
    }

    /// <summary>
    /// Takes in what has just arrived and stores it with what it changes, in one transaction: nothing of it waits to be read then.
    /// </summary>
    /// <param name="id">The sell.</param>
    /// <param name="arrived">What is new, and in no inbox yet.</param>
    /// <param name="cancellation">Gives up; whether it is stored is unknown then.</param>
    /// <returns>
    /// What is next; null where it is to go by the inbox: it was there before, the sell has ended or never came to be, or somebody else
    /// is at work on it.
    /// </returns>
    public async Task<Step?> TakeInAsync(SellId id, Arrival arrived, CancellationToken cancellation)
    {
        var stored = await sells.ReadLatestAsync(id, policies.Now, cancellation);
        for (var attempt = 0; attempt < MaximumArrivals && stored is { Sell.IsAtRest: false, Inbox.Count: 0 }; attempt++)
        {
            stored = stored with { Inbox = [arrived.Item] };
            var (step, result) = await CommitAsync(stored, await DecideAsync(stored, null, cancellation), arrived, cancellation);
            if (step is not null || result.WasThere)
            {
                return step;
            }

            stored = result.Instead;
        }

        return null;
    }

    /// <returns>What is next; none where somebody else was faster.</returns>
    private async Task<(Step?, CommitResult)> CommitAsync(StoredSell stored, Decision decision, Arrival? arrived, CancellationToken cancellation)
    {
        await wakeIndex.MakeAsync(stored.Sell, decision, cancellation);
        var result = await sells.CommitAsync(stored, decision, arrived, cancellation);
        if (result.Revision is not { } revision)
        {
            return (null, result);
        }

        LogEvents(decision);
        SellMetrics.Committed(stored.Sell, decision.Sell);
        if (decision.Events.Count > 0)
        {
            await deliveries.StartAsync(stored.Sell.Id);
        }

        await wakeIndex.EndAsync(decision, cancellation);
        return (decision.Step with { Revision = revision }, result);
    }

    /// <summary>What the rules decide, once every transfer that they would count is this sell's alone.</summary>
    private async Task<Decision> DecideAsync(StoredSell stored, Outcome? outcome, CancellationToken cancellation)
    {
        var policy = policies.For(stored.Sell);
        while (true)
        {
            var decision = SellRules.Decide(stored.Sell, stored.Inbox, outcome, policies.Now, policy);
            var others = await claims.ClaimAsync(stored.Sell, decision.Sell, cancellation);
            if (others.Count == 0)
            {
                return decision;
            }

            policy = policy with { ClaimedElsewhere = policy.ClaimedElsewhere.Union(others).ToHashSet() };
        }
    }

    private void LogEvents(Decision decision)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["sell_id"] = decision.Sell.Id.ToString() });
        foreach (var change in decision.Events)
        {
            LogEvent(change.Type, change.Sequence, change.Sell.Phase);
        }

        if (decision.Alarm is { } alarm)
        {
            LogAlarm(decision.Sell.Id.ToString(), alarm);
        }
    }

    [LoggerMessage(EventId = 911, Level = LogLevel.Error, Message = "ALARM: a sell needs a person. Sell: {SellId}. Reason: {Reason}.")]
    private partial void LogAlarm(string sellId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "A sell went on. Event: {Type}. Sequence: {Sequence}. Phase: {Phase}.")]
    private partial void LogEvent(string type, long sequence, SellPhase phase);
}

/// <summary>There is no sell of that id.</summary>
internal sealed class SellMissingException(SellId id) : Exception($"There is no sell {id}.");

/// <summary>Other writers were faster many times in a row.</summary>
internal sealed class SellBusyException(SellId id) : Exception($"The sell {id} is changed by others too often to be advanced.");

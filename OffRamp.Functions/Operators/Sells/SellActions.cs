using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>Does with a sell what an operator decided, or says by which code it was refused.</summary>
internal sealed class SellActions(SellStore sells, SellInbox inbox, CancelSell cancel, RedeliverWebhooks redeliver, SellPolicies policies, TimeProvider clock)
{
    public const string Done = "done";

    /// <summary>It is in the sell's inbox, and not decided yet.</summary>
    public const string Open = "decision_pending";

    /// <summary>What speaks against it as the sell is now; null for nothing. The sell's own commit decides once more.</summary>
    public string? FindRefusal(Sell sell, OperatorOrder order) => OperatorRules.FindRefusal(sell, order, policies.Now, policies.For(sell));

    /// <param name="sell">As it was read.</param>
    /// <param name="order">What was decided.</param>
    /// <param name="request">Names the order: sent again, it is the same row of the inbox, and is obeyed once.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see cref="Done"/>, or a code of the contract.</returns>
    public async Task<string> RunAsync(Sell sell, OperatorOrder order, Id26 request, CancellationToken cancellation)
    {
        if (order.Action == SellAction.Redeliver)
        {
            return await RedeliverAsync(sell, order, cancellation);
        }

        var item = new OperatorAction(SellKeys.OperatorAction(request), clock.GetUtcNow(), order);
        await inbox.TellAsync(sell.Id, item, cancellation);
        var fate = await sells.FindFateAsync(sell.Id, item.RowKey, cancellation);
        var outcome = fate.IsDecided ? fate.Refusal ?? Done : Open;

        // The custodian has the last word about a cancel, an operator's too.
        if (outcome == Done && order.Action == SellAction.Cancel)
        {
            await cancel.CancelAsync(sell, cancellation);
        }

        return outcome;
    }

    public static ProblemResult Refuse(string code) => code switch
    {
        Refusals.Stale => Problems.Conflict(code, "The sell has moved on since it was read. Look at it again."),
        Refusals.PayoutUnresolved => Problems.Conflict(code, "A payout is out. Nothing else is sent until the provider itself says that it failed or came back."),
        Open => Problems.Unavailable(code, "It is not decided yet. The request stands; look at the sell again.", TimeSpan.FromSeconds(5)),
        _ => Problems.Conflict(code, "This cannot be done with the sell as it is."),
    };

    /// <summary>Changes nothing about the sell, so it is no matter of its rules.</summary>
    private async Task<string> RedeliverAsync(Sell sell, OperatorOrder order, CancellationToken cancellation) =>
        order.SeenSequence != sell.Sequence ? Refusals.Stale
        : await redeliver.RunAsync(sell.Id, cancellation) ? Done
        : Refusals.ActionNotPossible;
}

namespace OffRamp.Functions.Sells;

using OffRamp.DurableTask;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;

/// <summary>
/// Moves a sell as far as it goes without waiting, by the orchestration's own activities: for when no orchestration
/// does. Running beside one does no harm, because every activity may run twice.
/// </summary>
internal sealed class WalkSell(Advance advance, CheckDeposits checkDeposits, SubmitPayout submitPayout, CheckPayout checkPayout, SendRefund sendRefund)
{
    private const int MaximumSteps = 10;

    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var sell = new SellRef(id.ToString());
        var step = await advance.RunAsync(id, null, cancellation);
        for (var steps = 0; steps < MaximumSteps && ActivityFor(step.Next) is { } activity; steps++)
        {
            step = await activity.RunAsync(new TaskActivityContext(step.Next.ToString(), sell.SellId, cancellation), sell);
        }

        return step;
    }

    private TaskActivity<SellRef, Step>? ActivityFor(NextStep next) => next switch
    {
        NextStep.AskCustodian => checkDeposits,
        NextStep.PayOut => submitPayout,
        NextStep.AskPayout => checkPayout,
        NextStep.SendRefund => sendRefund,
        _ => null,
    };
}

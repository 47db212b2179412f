using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>
/// Moves a sell as far as it goes without waiting, by the orchestration's own activities: for when no orchestration
/// does. Running beside one does no harm, because every activity may run twice.
/// </summary>
internal sealed class AdvanceInline(Advance advance, CheckDeposits checkDeposits, SubmitPayout submitPayout, CheckPayout checkPayout, SendRefund sendRefund)
{
    private const int MaximumSteps = 10;

    public async Task<Step> RunAsync(SellId id, CancellationToken cancellation)
    {
        var step = await advance.RunAsync(id, null, cancellation);
        for (var steps = 0; steps < MaximumSteps && ActivityFor(step.Next) is { } activity; steps++)
        {
            step = await activity(id, cancellation);
        }

        return step;
    }

    private Func<SellId, CancellationToken, Task<Step>>? ActivityFor(NextStep next) => next switch
    {
        NextStep.AskCustodian => checkDeposits.RunAsync,
        NextStep.PayOut => submitPayout.RunAsync,
        NextStep.AskPayout => checkPayout.RunAsync,
        NextStep.SendRefund => sendRefund.RunAsync,
        _ => null,
    };
}

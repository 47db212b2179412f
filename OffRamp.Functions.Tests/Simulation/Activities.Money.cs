using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The activities that send money.</summary>
internal sealed partial class Activities
{
    private IEnumerable<Pause> SubmitPayout(Reply reply, Memory memory)
    {
        yield return scene.Weather.Await();
        var stored = memory.Take(scene.Now) ?? scene.Store.Read();
        Outcome? outcome = null;
        if (stored.Sell is { Phase: not SellPhase.OnHold, LastPayout: { Status: PayoutStatus.Submitting } payout })
        {
            outcome = scene.Bug == Bug.PaysTwiceOnRetry ? new PayoutNeverArrived(payout.Id) : Heard(scene.Providers.AskAsync(payout.Id, default));
            yield return scene.Weather.Await();
            if (outcome is PayoutNeverArrived && !(payout.MayBeSent(scene.Now) && stored.Sell.Covers(payout)))
            {
                outcome = new PayoutUnknown(payout.Id);
            }
            else if (outcome is PayoutNeverArrived)
            {
                var name = $"try{++tries}";
                foreach (var pause in Advance(stored, new PayoutSending(payout.Id, name), reply, memory))
                {
                    yield return pause;
                }

                while ((stored = scene.Store.Read()).Inbox.Count > 0)
                {
                    foreach (var pause in Advance(stored, null, reply, memory))
                    {
                        yield return pause;
                    }
                }

                if (stored.Sell is not { Phase: not SellPhase.OnHold, LastPayout: { Status: PayoutStatus.Submitting } still } || still.Id != payout.Id || !stored.Sell.Covers(still))
                {
                    foreach (var pause in Advance(stored, new PayoutNotSent(payout.Id, name), reply, memory))
                    {
                        yield return pause;
                    }

                    yield break;
                }

                payout = still;
                outcome = Heard(scene.Providers.SubmitAsync(scene.Bug == Bug.PaysTwiceOnRetry ? payout with { Id = $"{payout.Id}.{payout.UnknownAnswers}" } : payout, default));
                outcome = Misread(scene.Bug == Bug.PaysTwiceOnRetry ? PlantedRules.Renamed(outcome, payout.Id) : outcome, payout.Id);
                yield return scene.Weather.Await();
                if (outcome is PayoutRefused refused)
                {
                    var asked = Heard(scene.Providers.AskAsync(payout.Id, default));
                    outcome = asked switch { PayoutNeverArrived => refused with { Try = name }, PayoutReported => asked, _ => new PayoutUnknown(payout.Id) };
                    yield return scene.Weather.Await();
                }
            }
            else if (outcome is not PayoutReported)
            {
                outcome = new PayoutUnknown(payout.Id);
            }
        }

        foreach (var pause in Advance(stored, outcome is PayoutAccepted ? new PayoutAccepted(stored.Sell.LastPayout!.Id, "ref-1") : outcome, reply, memory))
        {
            yield return pause;
        }
    }

    /// <summary>The mistakes of adapters.</summary>
    private Outcome Misread(Outcome outcome, string payoutId) => (scene.Bug, scene.Payouts.Said) switch
    {
        (Bug.DuplicateTakenAsFailed, FaultMode.Duplicate) when outcome is PayoutUnknown => PlantedRules.Believed(payoutId, "declined", false),
        (Bug.UnauthorizedTakenAsFailed, FaultMode.Unauthorized) when outcome is ProviderSilent or PayoutUnknown => PlantedRules.Believed(payoutId, "declined", false),
        (Bug.ShortReturnTakenAsFailed, _) when outcome is PayoutReported { Fact.Status: PayoutStatus.Returned } => PlantedRules.Believed(payoutId, "returned", false),
        _ => outcome,
    };

    private IEnumerable<Pause> CheckPayout(Reply reply, Memory memory)
    {
        yield return scene.Weather.Await();
        var stored = memory.Take(scene.Now) ?? scene.Store.Read();
        Outcome? outcome = null;
        if (stored.Sell.LastPayout is { IsAskedAbout: true } payout)
        {
            outcome = Misread(Heard(scene.Providers.AskAsync(payout.Id, default)), payout.Id);
            outcome = outcome is ProviderSilent ? new PayoutUnknown(payout.Id) : outcome;
            yield return scene.Weather.Await();
        }

        foreach (var pause in Advance(stored, outcome, reply, memory))
        {
            yield return pause;
        }
    }

    private IEnumerable<Pause> SendRefund(Reply reply, Memory memory)
    {
        yield return scene.Weather.Await();
        var stored = scene.Store.Read();
        Outcome? outcome = null;
        if (stored.Sell.Refunds.LastOrDefault(refund => refund.IsOpen) is { } open)
        {
            outcome = scene.Bug == Bug.RefundsTwiceOnRetry ? new RefundNeverArrived(open.Id) : Heard(scene.Providers.AskRefundAsync(open.Id, default));
            yield return scene.Weather.Await();
            while ((stored = scene.Store.Read()).Inbox.Count > 0)
            {
                foreach (var pause in Advance(stored, null, reply, memory))
                {
                    yield return pause;
                }
            }

            if (outcome is RefundNeverArrived && (stored.Sell.Refunds.LastOrDefault(refund => refund.IsOpen)?.Id != open.Id || stored.Sell.Phase == SellPhase.OnHold || stored.Sell.Unassigned.IsNegative || !open.MayBeSent(scene.Now)))
            {
                outcome = new RefundUnknown(open.Id);
            }
            else if (outcome is RefundNeverArrived)
            {
                var name = $"try{++tries}";
                foreach (var pause in Advance(stored, new RefundSending(open.Id, name), reply, memory))
                {
                    yield return pause;
                }

                while ((stored = scene.Store.Read()).Inbox.Count > 0)
                {
                    foreach (var pause in Advance(stored, null, reply, memory))
                    {
                        yield return pause;
                    }
                }

                if (stored.Sell.Phase == SellPhase.OnHold || stored.Sell.Unassigned.IsNegative || stored.Sell.Refunds.LastOrDefault(refund => refund.IsOpen)?.Id != open.Id)
                {
                    foreach (var pause in Advance(stored, null, reply, memory))
                    {
                        yield return pause;
                    }

                    yield break;
                }

                outcome = Heard(scene.Providers.SendRefundAsync(scene.Bug == Bug.RefundsTwiceOnRetry ? open with { Id = $"{open.Id}.{open.Asks}" } : open, Network.TRC20, default));
                outcome = scene.Bug == Bug.RefundsTwiceOnRetry ? PlantedRules.Renamed(outcome, open.Id) : outcome;
                yield return scene.Weather.Await();
                if (outcome is RefundRefused refused)
                {
                    var asked = Heard(scene.Providers.AskRefundAsync(open.Id, default));
                    outcome = asked is RefundNeverArrived ? refused with { Try = name } : asked;
                    yield return scene.Weather.Await();
                }
            }
        }

        foreach (var pause in Advance(stored, outcome, reply, memory))
        {
            yield return pause;
        }
    }
}

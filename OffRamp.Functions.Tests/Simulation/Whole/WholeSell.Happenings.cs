using OffRamp.Functions.Kyc;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Simulation.Faults;
using OffRamp.Functions.Tests.Simulation.Providers;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Tests.Simulation.Whole;

internal sealed partial class WholeSell
{
    private void Announce(Happening happening)
    {
        if (happening is Transfer transfer)
        {
            foreach (var (noticed, asOf) in transfer.Notices)
            {
                var fact = notices.Read(ModelCustodian.FactOf(transfer, asOf));
                var key = SellKeys.DepositNotice(fact.Network, fact.TxHash, fact.LogIndex, $"deposit.{fact.Status}");
                Post(NoticeSource.Deposits, () => new DepositNotice(key, scene.Now, fact), A.Start + noticed);
            }
        }
        else
        {
            scene.Agenda.Start(happening.GetType().Name, Happen(happening), A.Start + happening.At);
        }
    }

    private IEnumerable<Pause> Happen(Happening happening)
    {
        scene.Story?.Tell($"HAPPENS {Story.Of(happening)}");
        switch (happening)
        {
            case OrchestrationLost:
                occurrences.Happened(Oddity.LostOrchestration);
                engine.LoseAll();
                break;
            case Outage outage:
                scene.Weather.Silence(outage);
                break;
            case KycTurns turns:
                scene.Weather.Kyc = turns.Status;
                occurrences.Happened(Oddity.LapsedKyc, turns.Status != KycStatus.Verified);
                SaveKyc();
                break;
            case RateTurns turns:
                scene.Weather.Rate = Rate.Parse(turns.Rate);
                occurrences.Happened(Oddity.FallenRate, scene.Weather.Rate < Rate.Parse("0.9016"));
                break;
            case OperatorActs acts:
                var order = OneSell.OrderOf(acts, kept.Sell, scene.Custodian.FactsAt(scene.Now));
                yield return Pause.Of(acts.Thinks);
                Ask(new OperatorAction(NextRow("o"), scene.Now, order));
                break;
            case Cancel:
                Ask(new CancelRequest($"{SellKeys.CancelRequest}|{kept.Sell.Sequence}", scene.Now));
                break;
            case UserActs { QuoteRequest: UserRequest.NewCard }:
                Ask(new NewCard(NextRow("card"), scene.Now, new Card("tok_new", "visa", "1111")));
                break;
            case UserActs { QuoteRequest: UserRequest.Refund }:
                Ask(new RefundRequest(NextRow("refund"), scene.Now));
                break;
            default:
                Ask(new NewRefundAddress(NextRow("address"), scene.Now, A.Address));
                break;
        }
    }

    private string NextRow(string kind) => $"{SellKeys.InboxPrefix}{kind}|{++requests}";

    /// <summary>A person's request: if it dies on the way, it is not sent again.</summary>
    private void Ask(InboxItem item)
    {
        var process = AnyProcess();
        Flow.Start(process, () => process.Get<SellInbox>().TellAsync(first.Id, item, default), Notice, () => { });
    }

    /// <summary>A provider's notice: it is sent again until it is answered.</summary>
    private void Post(NoticeSource source, Func<InboxItem> read, DateTimeOffset at)
    {
        posted++;
        var notice = new SignedNotice($"message-{posted}-{at.UtcTicks}", [], null);
        scene.Agenda.Start("notice", Deliver(source, notice, read), at);
    }

    private IEnumerable<Pause> Deliver(NoticeSource source, SignedNotice notice, Func<InboxItem> read)
    {
        var (process, item) = (AnyProcess(), read());
        scene.Story?.Tell($"ARRIVES {Story.Of(item)}");
        Flow.Start(
            process,
            () => process.Get<NoticeInbox>().HandOverAsync(first.Id, source, notice, item, default),
            thrown =>
            {
                Notice(thrown);
                if (thrown is null)
                {
                    posted--;
                }
                else
                {
                    DeliverAgain(source, notice, read);
                }
            },
            () => DeliverAgain(source, notice, read));
        yield break;
    }

    private void DeliverAgain(NoticeSource source, SignedNotice notice, Func<InboxItem> read) =>
        scene.Agenda.Start("notice again", Deliver(source, notice, read), scene.Now + scene.Weather.UntilTriedAgain().Length!.Value);

    /// <summary>The timer of every minute; minutes in which the index names nobody late are left out.</summary>
    private IEnumerable<Pause> Revive()
    {
        while (true)
        {
            var due = visitAt is { } dueAt && scene.Bug != Bug.NeverRevives ? WholeMinute(dueAt) : DateTimeOffset.MaxValue;
            if (due > scene.Now)
            {
                yield return Pause.OrHint(due);
                continue;
            }

            var process = AnyProcess();
            Flow.Start(process, () => VisitAsync(process), Notice, () => { });
            yield return Pause.Of(WholeMinute(scene.Now + TimeSpan.FromSeconds(1)) - scene.Now);
        }
    }

    /// <summary>As ReviveSells.RunAsync, but one after the other on this thread.</summary>
    private async Task VisitAsync(Process process)
    {
        var now = scene.Now;
        await foreach (var found in process.Get<OpenSells>().FindDueAsync(now, default))
        {
            await process.Get<ReviveSells>().TryVisitAsync(found, now, default);
        }
    }

    private static DateTimeOffset WholeMinute(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerMinute - over);
    }
}

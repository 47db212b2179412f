using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The timer that visits the sell when it is due, as the product's ReviveSells does.</summary>
internal sealed class Reviver(Scene scene, Activities activities, Durable durable)
{
    private static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(5);

    public IEnumerable<Pause> Run()
    {
        while (true)
        {
            var due = scene.Index.DueAt is { } dueAt ? WholeMinute(dueAt) : DateTimeOffset.MaxValue;
            if (due > scene.Now)
            {
                yield return Pause.OrHint(due);
                continue;
            }

            foreach (var pause in Visit())
            {
                yield return pause;
                if (scene.Weather.Crashes())
                {
                    break;
                }
            }

            yield return Pause.Of(WholeMinute(scene.Now + TimeSpan.FromSeconds(1)) - scene.Now);
        }
    }

    private IEnumerable<Pause> Visit()
    {
        var (now, version, visitAt, rounds) = (scene.Now, scene.Index.Version, scene.Index.VisitAt, scene.Index.Rounds);
        yield return scene.Weather.Await();
        var stored = scene.Store.Read();
        if (stored.Sell.IsAtRest)
        {
            foreach (var pause in Close(stored, now, version))
            {
                yield return pause;
            }
        }
        else if (stored.Inbox.Count > 0 || IsOverdue(stored.Sell, now))
        {
            scene.Story?.Tell("the sell is late and is revived");
            var isDeaf = IsOverdue(stored.Sell, now) || LookRules.IsDeaf(visitAt, rounds, now);
            var isHinted = durable.Revive(stored.Sell);
            yield return scene.Weather.Await();
            scene.Index.CountRound(version);
            if ((isHinted ? isDeaf : rounds > 0) && scene.Bug != Bug.NeverRevives)
            {
                foreach (var pause in activities.Walk(new Reply(), durable.AnyMemory))
                {
                    yield return pause;
                }
            }
        }
        else
        {
            var next = LookRules.NextVisit(stored.Sell.PhaseSince, now, scene.Index.PromiseOf(stored.Sell));
            yield return scene.Weather.Await();
            scene.Index.Move(version, next);
        }
    }

    private bool IsOverdue(Sell sell, DateTimeOffset now) => LookRules.IsBroken(scene.Index.PromiseOf(sell), now);

    private IEnumerable<Pause> Close(ReadSell stored, DateTimeOffset now, int version)
    {
        var reply = new Reply();
        if (stored.Inbox.Count > 0)
        {
            foreach (var pause in activities.Walk(reply, durable.AnyMemory))
            {
                yield return pause;
            }

            if (reply.Step is { IsEnd: false })
            {
                yield break;
            }
        }

        yield return scene.Weather.Await();
        if (now < stored.Sell.UpdatedAt + AfterEnd)
        {
            scene.Index.Move(version, stored.Sell.UpdatedAt + AfterEnd);
        }
        else
        {
            scene.Index.Close(version);
        }
    }

    private static DateTimeOffset WholeMinute(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerMinute - over);
    }
}

using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The timer that looks every minute for sells which did not look when they had promised to.</summary>
internal sealed class Reviver(Scene scene, Activities activities, Durable durable)
{
    private const int RoundsBeforeWalking = 3;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(5);

    public IEnumerable<Pause> Run()
    {
        while (true)
        {
            var due = scene.Index.WakeAt is { } wakeAt ? WholeMinute(wakeAt + Late) : DateTimeOffset.MaxValue;
            if (due > scene.Now)
            {
                yield return Pause.OrHint(due);
                continue;
            }

            foreach (var pause in Visit())
            {
                yield return pause;
                if (scene.Weather.Crashes())
                    break;
            }

            yield return Pause.Of(WholeMinute(scene.Now + TimeSpan.FromSeconds(1)) - scene.Now);
        }
    }

    private IEnumerable<Pause> Visit()
    {
        var (now, version, rounds) = (scene.Now, scene.Index.Version, scene.Index.Rounds);
        yield return scene.Weather.Await();
        var stored = scene.Store.Read();
        if (stored.Sell.IsAtRest)
        {
            foreach (var pause in Close(stored, now))
                yield return pause;
        }
        else if (stored.Sell.WakeAt > now - Late && stored.Inbox.Count == 0)
        {
            scene.Index.Promise(stored.Sell.WakeAt);
        }
        else
        {
            scene.Story?.Tell("the sell is late and is revived");
            durable.Revive(stored.Sell);
            yield return scene.Weather.Await();
            scene.Index.CountRound(version);
            if (rounds + 1 >= RoundsBeforeWalking && scene.Bug != Bug.NeverRevives)
            {
                foreach (var pause in activities.Walk(new Reply(), durable.AnyMemory))
                    yield return pause;
            }
        }
    }

    private IEnumerable<Pause> Close(ReadSell stored, DateTimeOffset now)
    {
        var reply = new Reply();
        if (stored.Inbox.Count > 0)
        {
            foreach (var pause in activities.Walk(reply, durable.AnyMemory))
                yield return pause;
        }

        if (reply.Step is { IsEnd: false } step)
        {
            scene.Index.Promise(step.Until);
        }
        else if (now < stored.Sell.UpdatedAt + AfterEnd)
        {
            scene.Index.Promise(stored.Sell.UpdatedAt + AfterEnd);
        }
        else
        {
            yield return scene.Weather.Await();
            scene.Index.Close();
        }
    }

    private static DateTimeOffset WholeMinute(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerMinute - over);
    }
}

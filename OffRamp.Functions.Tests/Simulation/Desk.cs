using OffRamp.Functions.Deposits;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The endpoints: what arrives is kept first, then the sell is told; whoever dies on the way was not acknowledged.</summary>
internal sealed class Desk(Scene scene, Activities activities, Durable durable)
{
    private readonly string main = scene.Store.Sell.Id.ToString();
    private int requests;
    private int posted;

    /// <summary>A provider sends it again until it is acknowledged.</summary>
    public IEnumerable<Pause> Deliver(DepositFact said, string suffix)
    {
        var fact = scene.Notices.Read(said);
        return Persist(() => Notice(new DepositNotice($"n|d|{fact.TxHash}|{fact.LogIndex}|{fact.Status}{suffix}", scene.Now, fact), fact));
    }

    public IEnumerable<Pause> Deliver(PayoutFact said)
    {
        var fact = scene.Notices.Read(said);
        return Persist(() => Notice(new PayoutNotice($"n|p|{fact.PayoutId}|{fact.Status}", scene.Now, fact), fact));
    }

    public string NextRow(string kind) => $"n|{kind}|{++requests}";

    /// <summary>A person's request: if it dies on the way, it is not sent again.</summary>
    public IEnumerable<Pause> Request(InboxItem item)
    {
        yield return scene.Weather.Await();
        scene.Index.AskForVisit(scene.Now);
        yield return scene.Weather.Await();
        var row = scene.Store.Put(item, item.RowKey);
        foreach (var pause in Mortal(Move()))
        {
            yield return pause;
        }

        row.IsAcknowledged = row.IsHandled;
    }

    /// <summary>Something is on its way to us.</summary>
    public bool HasPost => posted > 0;

    private IEnumerable<Pause> Persist(Func<IEnumerable<Pause>> deliver)
    {
        posted++;
        return PersistPosted(deliver);
    }

    private IEnumerable<Pause> PersistPosted(Func<IEnumerable<Pause>> deliver)
    {
        for (var isDelivered = false; !isDelivered;)
        {
            isDelivered = true;
            foreach (var pause in deliver())
            {
                yield return pause;
                if (scene.Weather.Crashes())
                {
                    isDelivered = false;
                    break;
                }
            }

            if (!isDelivered)
            {
                yield return scene.Weather.UntilTriedAgain();
            }
        }

        posted--;
    }

    private IEnumerable<Pause> Notice(InboxItem item, object content)
    {
        yield return scene.Weather.Await();
        var row = scene.Store.Put(item, content);
        scene.Story?.Tell($"ARRIVES {Story.Of(item)}");
        yield return scene.Weather.Await();
        var isHeard = durable.Hint(main);
        yield return scene.Weather.Await();
        scene.Index.AskForVisit(scene.Now);
        if (!isHeard)
        {
            foreach (var pause in Move())
            {
                yield return pause;
            }
        }

        row.IsAcknowledged = true;
    }

    private IEnumerable<Pause> Move()
    {
        var reply = new Reply();
        foreach (var pause in activities.Advance(reply, durable.AnyMemory))
        {
            yield return pause;
        }

        if (reply.Step!.IsEnd)
        {
            yield break;
        }

        yield return scene.Weather.Await();
        durable.Revive(scene.Store.Sell);
    }

    private IEnumerable<Pause> Mortal(IEnumerable<Pause> steps)
    {
        foreach (var pause in steps)
        {
            yield return pause;
            if (scene.Weather.Crashes())
            {
                yield break;
            }
        }
    }
}

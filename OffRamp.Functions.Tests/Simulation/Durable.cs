using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The orchestrations, as the engine runs them: they may be lost, hinted in vain, or see an activity fail that goes on.</summary>
internal sealed class Durable(Scene scene, Activities activities)
{
    private const int TurnsPerExecution = 40;
    private const int CallsPerMinute = 120;
    private readonly Dictionary<string, Instance> instances = [];
    private readonly Memory[] processes = [new(), new()];
    private DateTimeOffset minute;
    private int calls;

    public Memory AnyMemory => processes[scene.Weather.Coin() ? 0 : 1];

    public void Start(string id, Step? first)
    {
        scene.Story?.Tell($"orchestration {id} is started");
        var instance = new Instance();
        instances[id] = instance;
        instance.Running = scene.Agenda.Start(id, Orchestrate(instance, first));
    }

    /// <summary>Whether somebody listens; not whether it was heard.</summary>
    public bool Hint(string id)
    {
        if (!instances.TryGetValue(id, out var instance) || instance.Running.IsOver)
        {
            return false;
        }

        if (!scene.Weather.LosesHint())
        {
            instance.WasHinted = true;
            scene.Agenda.Hint(instance.Running);
        }

        return true;
    }

    public bool Revive(Sell sell)
    {
        if (scene.Bug == Bug.NeverRevives)
        {
            return false;
        }

        var id = SellOrchestrations.InstanceOf(sell);
        var isHinted = Hint(id);
        if (!isHinted)
        {
            Start(id, null);
        }

        return isHinted;
    }

    /// <summary>The engine gives up whatever runs now; an activity under way does not know of it and goes on.</summary>
    public void Lose()
    {
        foreach (var (id, instance) in instances.Where(known => !known.Value.Running.IsOver))
        {
            scene.Story?.Tell($"orchestration {id} is lost");
            Agenda.End(instance.Running);
            if (instance.Activity is { } activity)
            {
                scene.Agenda.Start("what it left", activity);
            }
        }
    }

    private IEnumerable<Pause> Orchestrate(Instance me, Step? first)
    {
        for (var step = first; ; step = null)
        {
            var reply = new Reply { Step = step };
            if (step is null)
            {
                foreach (var pause in Call(me, NextStep.AwaitNotice, SellPhase.AwaitingDeposit, reply))
                {
                    yield return pause;
                }
            }

            for (var turn = 0; turn < TurnsPerExecution && !reply.Step!.IsEnd; turn++)
            {
                if (reply.Step.IsWait && !me.WasHinted)
                {
                    var soonest = scene.Now + TimeSpan.FromSeconds(1);
                    yield return Pause.OrHint(reply.Step.Until > soonest ? reply.Step.Until : soonest);
                }

                me.WasHinted = reply.Step.IsWait ? false : me.WasHinted;
                foreach (var pause in Call(me, reply.Step.Next, reply.Step.Phase, reply))
                {
                    yield return pause;
                }
            }

            if (reply.Step!.IsEnd)
            {
                scene.Story?.Tell($"an orchestration ends: {reply.Step.Next}");
                yield break;
            }
        }
    }

    /// <summary>An activity runs once at least. Where it dies, the orchestration is told, or it is run again; and what seemed dead may go on.</summary>
    private IEnumerable<Pause> Call(Instance me, NextStep next, SellPhase phase, Reply reply)
    {
        for (var isDone = false; !isDone;)
        {
            CountCall(next);
            var (mine, memory) = (new Reply(), AnyMemory);
            me.Activity = activities.Run(next, mine, memory).GetEnumerator();
            var hasDied = false;
            while (!hasDied && me.Activity.MoveNext())
            {
                yield return me.Activity.Current;
                hasDied = scene.Weather.Crashes();
            }

            if (!hasDied)
            {
                (reply.Step, isDone) = (mine.Step, true);
            }
            else
            {
                isDone = Die(me.Activity, memory, next, phase, reply);
                yield return scene.Weather.Await();
            }

            me.Activity = null;
        }
    }

    private bool Die(IEnumerator<Pause> activity, Memory memory, NextStep next, SellPhase phase, Reply reply)
    {
        var goesOn = scene.Weather.Coin();
        var isTold = scene.Weather.Coin();
        scene.Story?.Tell($"{next} {(goesOn ? "is given up but goes on" : "dies")}; {(isTold ? "the orchestration is told" : "it is run again")}");
        if (goesOn)
        {
            scene.Agenda.Start("given up", activity);
        }
        else
        {
            memory.Forget();
        }

        if (isTold)
        {
            reply.Step = new Step(phase, NextStep.AwaitNotice, scene.Now + TimeSpan.FromMinutes(1));
        }

        return isTold;
    }

    private void CountCall(NextStep next)
    {
        if (scene.Now >= minute + TimeSpan.FromMinutes(1))
        {
            (minute, calls) = (scene.Now, 0);
        }

        Violation.Unless(++calls <= CallsPerMinute, "no busy loop", $"{next} is the {calls}th activity within a minute");
    }

    private sealed class Instance
    {
        public Running Running { get; set; } = null!;
        public bool WasHinted { get; set; }
        public IEnumerator<Pause>? Activity { get; set; }
    }
}

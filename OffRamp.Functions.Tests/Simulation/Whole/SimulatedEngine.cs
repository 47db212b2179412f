using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>
/// The Durable engine around the real orchestration on Microsoft's SDK: it keeps histories, plays turns over the wire's messages, has activities
/// run at least once, and plays a turn again in which the worker died: soon, or only once it misses the call that a dead host took along.
/// </summary>
internal sealed partial class SimulatedEngine(Surroundings scene, Awaits awaits, Func<Process> anyProcess) : IOrchestrationClient
{
    private const int CallsPerMinute = 120;
    private static readonly TimeSpan UntilMissed = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Instance> instances = [];
    private (DateTimeOffset Since, int Calls) minute;

    /// <summary>Told what an activity threw.</summary>
    public required Action<Exception?> OnThrown { get; init; }

    public void Start(string name, string id, object input)
    {
        scene.Story?.Tell($"orchestration {id} is started");
        var instance = new Instance(name, id);
        instances[id] = instance;
        instance.News.Add(Started(instance, JsonSerializer.Serialize(input, DurableJson.Options)));
        TurnSoon(instance);
    }

    /// <summary>The host gives up whatever runs now; activities under way do not know of it and go on.</summary>
    public void LoseAll()
    {
        foreach (var instance in instances.Values.Where(known => !known.IsOver))
        {
            Fail(instance);
        }
    }

    private void Deliver(Instance instance, HistoryEvent news)
    {
        if (instance.IsOver)
        {
            return;
        }

        news.EventId = -1;
        instance.News.Add(news);
        TurnSoon(instance);
    }

    private void TurnSoon(Instance instance, TimeSpan missing = default)
    {
        if (instance.IsTurning)
        {
            return;
        }

        instance.IsTurning = true;
        scene.Agenda.Start(instance.Id, Turn(instance), scene.Now + missing + scene.Weather.Await().Length!.Value);
    }

    private IEnumerable<Pause> Turn(Instance instance)
    {
        instance.IsTurning = false;
        if (instance.IsOver)
        {
            yield break;
        }

        if (awaits.Crashes())
        {
            anyProcess().Die();
            TurnSoon(instance, scene.Weather.Coin() ? UntilMissed : default);
            yield break;
        }

        var request = new OrchestratorRequest { InstanceId = instance.Id };
        request.PastEvents.AddRange(instance.Past);
        request.NewEvents.Add(new HistoryEvent { EventId = -1, Timestamp = Timestamp.FromDateTimeOffset(scene.Now), OrchestratorStarted = new() });
        request.NewEvents.AddRange(instance.News);
        InstanceDriver.Complete(request, scene.Now.UtcDateTime);
        var response = InstanceDriver.Run<SellStart>(request, SellOrchestration.Run);
        instance.Past.AddRange(request.NewEvents);
        instance.News.Clear();
        foreach (var action in response.Actions)
        {
            Take(instance, action);
        }

        if (instance.Past.Count > 0)
        {
            instance.Past.Add(new HistoryEvent { EventId = -1, OrchestratorCompleted = new() });
        }
    }

    private void Take(Instance instance, OrchestratorAction action)
    {
        if (action.ScheduleTask is { } call)
        {
            instance.Past.Add(new HistoryEvent { EventId = action.Id, TaskScheduled = new() { Name = call.Name } });
            Call(new Calling(instance, instance.Execution, action.Id, call.Name, call.Input));
        }
        else if (action.CreateTimer is { } timer)
        {
            instance.Past.Add(new HistoryEvent { EventId = action.Id, TimerCreated = new() { FireAt = timer.FireAt } });
            scene.Agenda.Start("timer", Fire(instance, instance.Execution, action.Id), timer.FireAt.ToDateTimeOffset());
        }
        else if (action.CompleteOrchestration is { OrchestrationStatus: OrchestrationStatus.ContinuedAsNew } next)
        {
            instance.Begin();
            instance.News.Add(Started(instance, next.Result));
            instance.News.AddRange(next.CarryoverEvents);
            TurnSoon(instance);
        }
        else if (action.CompleteOrchestration is { } end)
        {
            Violation.Unless(end.OrchestrationStatus == OrchestrationStatus.Completed, "the orchestration replays", $"{end.FailureDetails?.ErrorMessage}");
            scene.Story?.Tell($"orchestration {instance.Id} ends");
            instance.Status = OrchestrationRuntimeStatus.Completed;
        }
    }

    private IEnumerable<Pause> Fire(Instance instance, int execution, int id)
    {
        if (instance.Execution == execution)
        {
            Deliver(instance, new HistoryEvent { TimerFired = new() { TimerId = id } });
        }

        yield break;
    }

    /// <summary>It runs once at least: where its process dies the orchestration is told, or it is run again.</summary>
    private void Call(Calling calling)
    {
        CountCall(calling);
        var process = anyProcess();
        string? result = null;
        Flow.Start(
            process,
            async () => result = await RunAsync(calling, process.Services),
            thrown =>
            {
                OnThrown(thrown);
                Answer(calling, thrown is null ? new HistoryEvent { TaskCompleted = new() { TaskScheduledId = calling.Id, Result = result } } : Failed(calling));
            },
            () =>
            {
                var isTold = scene.Weather.Coin();
                scene.Story?.Tell($"{calling.Name} dies; {(isTold ? "the orchestration is told" : "it is run again")}");
                scene.Agenda.Start("after a death", isTold ? Tell(calling) : Again(calling), scene.Now + scene.Weather.Await().Length!.Value);
            });
        if (awaits.Crashes())
        {
            scene.Agenda.Start("given up but goes on", scene.Weather.Coin() ? Tell(calling) : Again(calling), scene.Now + scene.Weather.Await().Length!.Value);
        }
    }

    private async Task<string> RunAsync(Calling calling, IServiceProvider services)
    {
        var sell = PrefixedId.Parse<SellId>(JsonSerializer.Deserialize<SellRef[]>(calling.Input!, DurableJson.Options)!.Single().SellId);
        var step = await (calling.Name switch
        {
            nameof(Advance) => services.GetRequiredService<Advance>().RunAsync(sell, null, default),
            nameof(CheckDeposits) => services.GetRequiredService<CheckDeposits>().RunAsync(sell, default),
            nameof(SubmitPayout) => services.GetRequiredService<SubmitPayout>().RunAsync(sell, default),
            nameof(CheckPayout) => services.GetRequiredService<CheckPayout>().RunAsync(sell, default),
            nameof(SendRefund) => services.GetRequiredService<SendRefund>().RunAsync(sell, default),
            _ => throw new InvalidOperationException($"There is no activity {calling.Name}."),
        });
        return JsonSerializer.Serialize(SellStep.Of(step, scene.Now), DurableJson.Options);
    }

    private IEnumerable<Pause> Tell(Calling calling)
    {
        Answer(calling, Failed(calling));
        yield break;
    }

    private IEnumerable<Pause> Again(Calling calling)
    {
        if (calling.Instance.Awaits(calling))
        {
            Call(calling);
        }

        yield break;
    }

    private void Answer(Calling calling, HistoryEvent answer)
    {
        if (calling.Instance.Awaits(calling))
        {
            calling.Instance.Answered.Add(calling.Id);
            Deliver(calling.Instance, answer);
        }
    }

    private void CountCall(Calling calling)
    {
        if (scene.Now >= minute.Since + TimeSpan.FromMinutes(1))
        {
            minute = (scene.Now, 0);
        }

        Violation.Unless(++minute.Calls <= CallsPerMinute, "no busy loop", $"{calling.Name} is the {minute.Calls}th activity within a minute");
    }

    private void Fail(Instance instance)
    {
        scene.Story?.Tell($"orchestration {instance.Id} is lost");
        instance.Status = OrchestrationRuntimeStatus.Failed;
    }

    private static HistoryEvent Failed(Calling calling) =>
        new() { TaskFailed = new() { TaskScheduledId = calling.Id, FailureDetails = new() { ErrorType = "Died", ErrorMessage = "" } } };

    private static HistoryEvent Started(Instance instance, string? input) => new()
    {
        EventId = -1,
        ExecutionStarted = new() { Name = instance.Name, Input = input, OrchestrationInstance = new() { InstanceId = instance.Id, ExecutionId = $"e{instance.Execution}" } },
    };
}

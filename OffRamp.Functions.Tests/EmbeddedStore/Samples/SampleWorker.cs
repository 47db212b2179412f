using DurableTask.Core;

namespace OffRamp.Functions.Tests.EmbeddedStore.Samples;

/// <summary>A worker that knows the samples, on whatever provider.</summary>
internal static class SampleWorker
{
    private static readonly Type[] Flows =
        [typeof(Chain), typeof(FanOut), typeof(WaitForGo), typeof(Nap), typeof(Sell), typeof(Parent), typeof(Broken), typeof(Counter), typeof(Stubborn), typeof(Talker)];

    public static TaskHubWorker On(IOrchestrationService service, Effects effects)
    {
        var worker = new TaskHubWorker(service) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        worker.AddTaskOrchestrations(Flows.Select(type => new Creator<TaskOrchestration>(type.Name, () => (TaskOrchestration)Activator.CreateInstance(type)!)).ToArray());
        worker.AddTaskActivities(
            new Creator<TaskActivity>("Echo", () => new Echo(effects)),
            new Creator<TaskActivity>("Fail", () => new Fail(effects)));
        return worker;
    }

    private sealed class Creator<T> : ObjectCreator<T>
    {
        private readonly Func<T> _create;

        public Creator(string name, Func<T> create)
        {
            Name = name;
            Version = "";
            _create = create;
        }

        public override T Create() => _create();
    }
}

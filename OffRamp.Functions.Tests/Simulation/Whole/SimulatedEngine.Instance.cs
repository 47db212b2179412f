using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <content>What the engine keeps of an orchestration, and of a call that is under way.</content>
internal sealed partial class SimulatedEngine
{
    private sealed record Calling(Instance Instance, int Execution, int Id, string Name, string? Input);

    private sealed class Instance(string name, string id)
    {
        public string Name => name;
        public string Id => id;
        public int Execution { get; private set; } = 1;
        public List<HistoryEvent> Past { get; } = [];
        public List<HistoryEvent> News { get; } = [];
        public HashSet<int> Answered { get; } = [];
        public bool IsTurning { get; set; }
        public OrchestrationRuntimeStatus Status { get; set; }
        public bool IsOver => Status != OrchestrationRuntimeStatus.Running;

        public bool Awaits(Calling calling) => !IsOver && Execution == calling.Execution && !Answered.Contains(calling.Id);

        public void Begin()
        {
            Execution++;
            Past.Clear();
            Answered.Clear();
        }
    }
}

using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.Serializing;

namespace OffRamp.Functions.Tests.EmbeddedStore.Samples;

/// <summary>What activities did, and how often.</summary>
internal sealed class Effects
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public int this[string effect] => _counts.GetValueOrDefault(effect);

    public void Add(string effect) => _counts.AddOrUpdate(effect, 1, (_, before) => before + 1);
}

internal abstract class SampleActivity(Effects effects) : TaskActivity
{
    public sealed override string Run(TaskContext context, string input) => throw new NotSupportedException();

    public sealed override async Task<string> RunAsync(TaskContext context, string input)
    {
        var data = JsonDataConverter.Default.Deserialize<string[]>(input)[0];
        effects.Add($"{context.OrchestrationInstance.InstanceId} {context.Name} {data}");
        return JsonDataConverter.Default.Serialize(await DoAsync(data));
    }

    protected abstract Task<string> DoAsync(string data);
}

internal sealed class Echo(Effects effects) : SampleActivity(effects)
{
    protected override Task<string> DoAsync(string data) => Task.FromResult(data + "!");
}

internal sealed class Fail(Effects effects) : SampleActivity(effects)
{
    protected override Task<string> DoAsync(string data) => throw new InvalidOperationException("no luck");
}

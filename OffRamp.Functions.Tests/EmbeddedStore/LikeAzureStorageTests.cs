using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.History;
using Newtonsoft.Json.Linq;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>
/// The same orchestrations, told the same, on Microsoft's provider for Azure Storage and on the embedded store: the same
/// outcomes, and task for task the same history.
/// </summary>
[TestClass]
public sealed class LikeAzureStorageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestMethod]
    [TestCategory("Fidelity")]
    public async Task Every_sample_comes_to_the_same_with_the_same_history()
    {
        var azure = await OnAzureStorageAsync();
        var embedded = await OnEmbeddedStoreAsync();

        Assert.AreEqual(string.Join("\n", azure), string.Join("\n", embedded));
    }

    private static async Task<List<string>> OnEmbeddedStoreAsync()
    {
        var folder = Directory.CreateTempSubdirectory("like").FullName;
        using var hub = new EmbeddedTaskHub(new EmbeddedStoreOptions { FilePath = Path.Combine(folder, "hub.db") });
        var told = await LiveAsync(hub.Service, hub.Client);
        hub.Dispose();
        Directory.Delete(folder, recursive: true);
        return told;
    }

    private static async Task<List<string>> OnAzureStorageAsync()
    {
        var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            StorageAccountClientProvider = new StorageAccountClientProvider(await AzuriteFixture.ConnectionStringAsync()),
            TaskHubName = $"like{Guid.NewGuid():N}"[..20],
            PartitionCount = 1,
            MaxQueuePollingInterval = TimeSpan.FromMilliseconds(100),
        });
        await service.CreateIfNotExistsAsync();
        return await LiveAsync(service, service);
    }

    private static async Task<List<string>> LiveAsync(IOrchestrationService service, IOrchestrationServiceClient client)
    {
        var worker = SampleWorker.On(service, new Effects());
        await worker.StartAsync();
        var samples = new Sample(client);
        await samples.StartAllAsync();
        var told = new List<string>();
        foreach (var id in Sample.Ids)
        {
            told.Add(await samples.TellAsync(id));
        }
        await worker.StopAsync(isForced: true);
        return told;
    }

    private sealed class Sample(IOrchestrationServiceClient client)
    {
        public static readonly string[] Ids = ["chain", "fan", "nap", "parent", "parent-child", "parent-broken", "broken", "stubborn", "go", "suspended", "ended", "sell", "counter", "listener", "talker"];

        private readonly TaskHubClient _hub = new(client);

        public async Task StartAllAsync()
        {
            var starts = new[]
            {
                ("chain", nameof(Chain), "a"), ("fan", nameof(FanOut), "a"), ("nap", nameof(Nap), "20"), ("parent", nameof(Parent), "parent"),
                ("broken", nameof(Broken), "x"), ("stubborn", nameof(Stubborn), "x"), ("go", nameof(WaitForGo), "x"), ("suspended", nameof(WaitForGo), "x"),
                ("ended", nameof(WaitForGo), "x"), ("sell", nameof(Sell), "x"), ("counter", nameof(Counter), ""), ("listener", nameof(WaitForGo), "x"),
            };
            foreach (var (id, name, input) in starts)
            {
                await _hub.CreateOrchestrationInstanceAsync(name, "", id, input);
            }
            foreach (var id in new[] { "go", "suspended", "ended", "sell", "counter", "listener" })
            {
                await UntilAsync(id, state => state.OrchestrationStatus == OrchestrationStatus.Running);
            }
            await _hub.CreateOrchestrationInstanceAsync(nameof(Talker), "", "talker", "listener");
            await TellAllAsync();
        }

        /// <summary>How it ended, and its history as types with names, inputs and results.</summary>
        public async Task<string> TellAsync(string id)
        {
            var state = await UntilAsync(id, state => state.OrchestrationStatus is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated);
            var history = JArray.Parse(await client.GetOrchestrationHistoryAsync(id, state.OrchestrationInstance.ExecutionId)).Select(Line);
            return $"{id} {state.Name} {state.OrchestrationStatus} {state.Input} {state.Output} {state.FailureDetails?.ErrorMessage}\n  {string.Join("\n  ", Sorted(history))}";
        }

        private async Task TellAllAsync()
        {
            await EventAsync("go", "Go", "now");
            await _hub.SuspendInstanceAsync(new() { InstanceId = "suspended" }, "wait");
            await UntilAsync("suspended", state => state.OrchestrationStatus == OrchestrationStatus.Suspended);
            await _hub.ResumeInstanceAsync(new() { InstanceId = "suspended" }, "go on");
            await UntilAsync("suspended", state => state.OrchestrationStatus == OrchestrationStatus.Running);
            await EventAsync("suspended", "Go", "late");
            await _hub.TerminateInstanceAsync(new() { InstanceId = "ended" }, "enough");
            await EventAsync("sell", "Deposit", "5");
            await EventAsync("sell", "Settled", "ok");
            foreach (var (total, add) in new[] { ("", "1"), ("1", "2"), ("12", "3") })
            {
                await UntilAsync("counter", state => state.Input == $"\"{total}\"" && state.OrchestrationStatus == OrchestrationStatus.Running);
                await EventAsync("counter", "Add", add);
            }
        }

        private Task EventAsync(string id, string name, string data) => _hub.RaiseEventAsync(new OrchestrationInstance { InstanceId = id }, name, data);

        private async Task<OrchestrationState> UntilAsync(string id, Func<OrchestrationState, bool> isThere)
        {
            OrchestrationState? state = null;
            await Eventually.IsSoAsync(
                async () => (state = (await client.GetOrchestrationStateAsync(id, false)).SingleOrDefault()) is not null && isThere(state),
                () => $"{id} is {state?.OrchestrationStatus.ToString() ?? "not there"}.",
                Patience);
            return state!;
        }

        private static string Line(JToken item) => string.Join(' ', new[] { "EventId", "TaskScheduledId", "TimerId", "Name", "Input", "Result", "Reason", "InstanceId", "OrchestrationStatus" }
            .Select(field => item[field]).Where(value => value is not null && value.Type != JTokenType.Null)
            .Select(value => value!.ToString())
            .Prepend(((EventType)item["EventType"]!.Value<int>()).ToString()));

        /// <summary>In how many runs messages are taken is chance; what happened is not.</summary>
        private static IEnumerable<string> Sorted(IEnumerable<string> lines) =>
            lines.Where(line => !line.StartsWith("Orchestrator", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }
}

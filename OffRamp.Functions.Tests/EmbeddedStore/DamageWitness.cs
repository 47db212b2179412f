using DurableTask.Core.Query;
using Newtonsoft.Json;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>Everything that a hub says of its instances: found by id and by query, with their histories, and what is due.</summary>
internal static class DamageWitness
{
    public static async Task<string> TellAsync(StoreWorld world)
    {
        world.Hub.Open();
        var said = new List<string> { $"due {world.Hub.NextDue}" };
        for (var i = 0; i < 5; i++)
        {
            foreach (var id in new[] { $"chain{i}", $"sell{i}" })
            {
                said.Add(JsonConvert.SerializeObject(await world.StateOfAsync(id)));
                said.Add(await world.Hub.Client.GetOrchestrationHistoryAsync(id, null));
            }
        }
        var all = await world.Hub.Client.GetOrchestrationWithQueryAsync(new OrchestrationQuery(), default);
        said.Add(string.Join(' ', all.OrchestrationState.Select(state => state.OrchestrationInstance.InstanceId)));
        return string.Join('\n', said);
    }
}

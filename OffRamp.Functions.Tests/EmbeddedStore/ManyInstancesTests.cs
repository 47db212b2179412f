using System.Diagnostics;
using DurableTask.Core;
using DurableTask.Core.Query;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>
/// Many that wait and more that ended: what waits costs disk, not memory, and asking stays quick. In full 10,000 and 100,000.
/// </summary>
[TestClass]
[TestCategory("Soak"), TestCategory("Store")]
public sealed class ManyInstancesTests
{
    private const long MostBytesEach = 10 * 1024;

    // A hundred thousand take a minute on a quiet machine, and many on a busy one; how fast they are is measured elsewhere.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [TestMethod]
    public Task Many_wait_and_more_have_ended() =>
        Soak.IsFull ? HoldAsync(10_000, 100_000, TimeSpan.FromSeconds(10)) : HoldAsync(500, 1_000, TimeSpan.FromSeconds(10));

    private static async Task HoldAsync(int waiting, int ended, TimeSpan reopensWithin)
    {
        var folder = Directory.CreateTempSubdirectory("many").FullName;
        await using (var world = await StoreWorld.StartAsync(folder))
        {
            await StartAsync<Chain>(world, "ended", ended);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await StartAsync<Sell>(world, "waits", waiting);
            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / waiting;

            // In full it has the process to itself; small, other tests' memory is in the same heap.
            Assert.IsTrue(!Soak.IsFull || each <= MostBytesEach, $"Each that waits takes {each} bytes.");
        }
        var began = Stopwatch.GetTimestamp();

        await using (var world = await StoreWorld.StartAsync(folder))
        {
            var opened = Stopwatch.GetElapsedTime(began);
            var running = await CountAsync(world, OrchestrationStatus.Running);
            await world.RaiseAsync("waits7", "Deposit", "5");
            await world.RaiseAsync("waits7", "Settled", "ok");
            await world.EndOfAsync("waits7");

            Assert.AreEqual((waiting, true), (running, opened < reopensWithin), $"It was open after {opened}.");
            Assert.IsTrue(world.Hub.IsQuiet, "What waits is held in memory.");
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task StartAsync<T>(StoreWorld world, string prefix, int count) where T : Flow
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, _) => await world.CreateAsync<T>($"{prefix}{i}"));
        await world.QuietAsync(Patience);
    }

    private static async Task<int> CountAsync(StoreWorld world, OrchestrationStatus status)
    {
        var (count, query) = (0, new OrchestrationQuery { RuntimeStatus = [status], PageSize = 1000, FetchInputsAndOutputs = false });
        do
        {
            var page = await world.Hub.Client.GetOrchestrationWithQueryAsync(query, default);
            count += page.OrchestrationState.Count;
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is not null);
        return count;
    }
}

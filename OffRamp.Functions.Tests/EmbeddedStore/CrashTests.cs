using System.Collections.Concurrent;
using DurableTask.Core;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>
/// The process may die at any moment. Its files are copied before and after every commit of a busy hour; each copy is
/// what a crash at that moment would leave, and from each of them everything must come to the same end.
/// </summary>
[TestClass]
public sealed class CrashTests
{
    private static readonly Dictionary<string, string> Ends = new()
    {
        ["chain"] = "\"a!!!\"",
        ["fan"] = "\"a0! a1! a2! a3! a4!\"",
        ["p"] = "\"p!!! broken\"",
        ["counter"] = "\"123\"",
        ["sell"] = "\"paid ok\"",
        ["late"] = "\"expired\"",
        ["listener"] = "\"from a friend\"",
        ["stubborn"] = "\"gave up\"",
    };

    [TestMethod]
    public async Task From_a_crash_at_any_commit_everything_goes_on_and_nothing_happens_twice()
    {
        using var crashes = new CrashImages();
        await using (var world = new StoreWorld())
        {
            world.Faults.BeforeCommit = () => crashes.Take(world);
            world.Faults.AfterCommit = () => crashes.Take(world);
            await world.StartWorkerAsync();
            await LiveAsync(world, []);
        }

        var ends = await crashes.OpenEachAsync(async world =>
        {
            await world.StartWorkerAsync();
            return await LiveAsync(world, [.. Ends.Keys]);
        });

        Assert.IsGreaterThan(20, ends.Count);
        Assert.AreEqual("", string.Join("\n", ends.Where(end => end != "").Distinct()));
    }

    [TestMethod]
    public async Task Committed_work_is_not_done_again_after_a_crash()
    {
        using var crashes = new CrashImages();
        await using (var world = new StoreWorld())
        {
            await world.CreateAsync<Talker>("talker", "listener");
            await world.CreateAsync<WaitForGo>("listener");
            world.Faults.AfterCommit = () => crashes.Take(world);
            await world.StartWorkerAsync();
            await world.EndOfAsync("talker");
        }

        // However far it got: the listener is told once. A second time, it would hear of it in its second life.
        var ends = await crashes.OpenEachAsync(async world =>
        {
            await world.StartWorkerAsync();
            await world.EndOfAsync("listener");
            await world.QuietAsync();
            await world.CreateAsync<WaitForGo>("listener");
            await world.QuietAsync();
            return (await world.StateOfAsync("listener"))!.OrchestrationStatus.ToString();
        });

        Assert.AreEqual(nameof(OrchestrationStatus.Running), string.Join(",", ends.Distinct()));
    }

    /// <summary>Starts and tells what is not there yet, as a client does that had no answer; says what came out otherwise than it should.</summary>
    private static async Task<string> LiveAsync(StoreWorld world, IReadOnlyCollection<string> known)
    {
        await StartMissingAsync(world);
        await world.QuietAsync();
        await world.AdvanceAsync(TimeSpan.FromSeconds(1));
        foreach (var (id, name, data) in new[] { ("sell", "Deposit", "5"), ("sell", "Settled", "ok") })
        {
            await world.RaiseAsync(id, name, data);
            await world.QuietAsync();
        }
        // Told twice, the counter would be done sooner; so what it lacks is told, as its inbox would say.
        while ((await world.StateOfAsync("counter"))!.OrchestrationStatus == OrchestrationStatus.Running)
        {
            var total = (await world.StateOfAsync("counter"))!.Input.Trim('"');
            await world.RaiseAsync("counter", "Add", (total.Length + 1).ToString());
            await world.QuietAsync();
        }
        await world.AdvanceAsync(TimeSpan.FromHours(7));
        var wrong = new List<string>();
        foreach (var (id, expected) in Ends)
        {
            var output = (await world.EndOfAsync(id)).Output;
            wrong.AddRange(output == expected ? [] : [$"{id}: {output}"]);
        }
        return known.Count == 0 ? "" : string.Join("; ", wrong);
    }

    private static async Task StartMissingAsync(StoreWorld world)
    {
        var starts = new (string Id, Func<Task> Start)[]
        {
            ("chain", () => world.CreateAsync<Chain>("chain", "a")), ("fan", () => world.CreateAsync<FanOut>("fan", "a")),
            ("p", () => world.CreateAsync<Parent>("p", "p")), ("counter", () => world.CreateAsync<Counter>("counter", "")),
            ("sell", () => world.CreateAsync<Sell>("sell")), ("late", () => world.CreateAsync<Sell>("late")),
            ("listener", () => world.CreateAsync<WaitForGo>("listener")), ("talker", () => world.CreateAsync<Talker>("talker", "listener")),
            ("stubborn", () => world.CreateAsync<Stubborn>("stubborn")),
        };
        foreach (var (id, start) in starts)
        {
            if (await world.StateOfAsync(id) is null)
            {
                await start();
            }
        }
    }

    /// <summary>Copies of a hub's files, each in a folder of its own.</summary>
    private sealed class CrashImages : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("crashes").FullName;
        private readonly ConcurrentQueue<(string Folder, DateTimeOffset Now)> _images = new();

        public void Take(StoreWorld world)
        {
            var image = Directory.CreateDirectory(Path.Combine(_folder, $"{_images.Count:0000}")).FullName;
            foreach (var suffix in new[] { "", "-wal" })
            {
                File.Copy(world.FilePath + suffix, Path.Combine(image, Path.GetFileName(world.FilePath) + suffix));
            }
            _images.Enqueue((image, world.Clock.GetUtcNow()));
        }

        public async Task<IReadOnlyCollection<string>> OpenEachAsync(Func<StoreWorld, Task<string>> live)
        {
            var ends = new ConcurrentQueue<string>();
            await Parallel.ForEachAsync(_images, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (image, _) =>
            {
                await using var world = new StoreWorld(image.Folder, clock: new(image.Now));
                ends.Enqueue(await live(world));
            });
            return ends;
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}

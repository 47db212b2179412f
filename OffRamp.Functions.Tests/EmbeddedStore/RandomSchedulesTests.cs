using DurableTask.Core;
using Microsoft.Data.Sqlite;
using OffRamp.Functions.Tests.EmbeddedStore.Samples;
using OffRamp.LocalHost.EmbeddedStore;

namespace OffRamp.Functions.Tests.EmbeddedStore;

/// <summary>
/// Clients, time, restarts and failing commits in a random order (of a seed that the test names): whatever was
/// acknowledged happens, once.
/// </summary>
[TestClass]
public sealed class RandomSchedulesTests
{
    private const int Steps = 120;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    public async Task What_was_acknowledged_happens_once(int seed)
    {
        await using var schedule = await Schedule.StartAsync(seed);

        for (var step = 0; step < Steps; step++)
        {
            await schedule.StepAsync();
        }

        Assert.AreEqual("", string.Join("\n", await schedule.DifferencesAsync()));
    }

    /// <summary>What a client was promised, and a hub that has to keep it.</summary>
    private sealed class Schedule : IAsyncDisposable
    {
        private readonly Random _random;
        private readonly string _folder = Directory.CreateTempSubdirectory("random").FullName;
        private readonly Dictionary<string, string> _expected = [];
        private readonly Dictionary<string, string> _counters = [];
        private readonly HashSet<string> _open = [];
        private StoreWorld _world = null!;

        private Schedule(int seed) => _random = new Random(seed);

        public static async Task<Schedule> StartAsync(int seed)
        {
            var schedule = new Schedule(seed);
            schedule._world = await StoreWorld.StartAsync(schedule._folder);
            return schedule;
        }

        public Task StepAsync() => _random.Next(12) switch
        {
            0 => StartAsync<Chain>("\"a!!!\"", "a"),
            1 => StartAsync<FanOut>("\"a0! a1! a2! a3! a4!\"", "a"),
            2 => StartAsync<Parent>(null, null),
            3 => StartAsync<Nap>("\"slept\"", _random.Next(1, 10_000_000).ToString()),
            4 or 5 => StartWaitingAsync(),
            6 => TellOneAsync(),
            7 or 8 => CountAsync(),
            9 => _world.AdvanceAsync(TimeSpan.FromMinutes(_random.Next(1, 30))),
            10 => RestartAsync(),
            _ => FailSomeCommitsAsync(),
        };

        /// <summary>Instances that came to something else than was promised.</summary>
        public async Task<List<string>> DifferencesAsync()
        {
            foreach (var id in _open.ToList())
            {
                await AcknowledgedAsync(() => _world.RaiseAsync(id, "Go", "at last"));
                _expected[id] = "\"at last\"";
            }
            await _world.AdvanceAsync(TimeSpan.FromHours(6));
            foreach (var (id, total) in _counters.Where(counter => counter.Value.Length < 3).ToList())
            {
                var state = await _world.StateOfAsync(id);
                _expected[$"input of {id}"] = $"\"{total}\" {OrchestrationStatus.Running}";
                _counters[id] = $"{state!.Input} {state.OrchestrationStatus}";
            }
            var differences = new List<string>();
            foreach (var (id, expected) in _expected)
            {
                var found = id.StartsWith("input of ", StringComparison.Ordinal) ? _counters[id["input of ".Length..]] : (await _world.EndOfAsync(id)).Output;
                differences.AddRange(found == expected ? [] : [$"{id}: {found} instead of {expected}"]);
            }
            return differences;
        }

        public async ValueTask DisposeAsync()
        {
            await _world.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task StartAsync<T>(string? output, string? input) where T : Flow
        {
            var id = $"{typeof(T).Name}{_expected.Count}";
            await CreateOnceAsync<T>(id, input ?? id);
            _expected[id] = output ?? $"\"{id}!!! broken\"";
        }

        private async Task StartWaitingAsync()
        {
            var id = $"wait{_expected.Count}-{_open.Count}";
            await CreateOnceAsync<WaitForGo>(id, "x");
            _open.Add(id);
        }

        private async Task TellOneAsync()
        {
            if (_open.Count > 0)
            {
                var id = _open.ElementAt(_random.Next(_open.Count));
                var data = $"told {_random.Next()}";
                await AcknowledgedAsync(() => _world.RaiseAsync(id, "Go", data));
                _open.Remove(id);
                _expected[id] = $"\"{data}\"";
            }
        }

        /// <summary>A counter that heard something twice, or not at all, shows it.</summary>
        private async Task CountAsync()
        {
            if (_counters.FirstOrDefault(counter => counter.Value.Length < 3).Key is not { } id)
            {
                id = $"counter{_counters.Count}";
                await CreateOnceAsync<Counter>(id, "");
                _counters[id] = "";
            }
            var add = _random.Next(10).ToString();
            await AcknowledgedAsync(() => _world.RaiseAsync(id, "Add", add));
            _counters[id] += add;
            if (_counters[id].Length == 3)
            {
                _expected[id] = $"\"{_counters[id]}\"";
            }
        }

        private async Task RestartAsync()
        {
            var clock = _world.Clock;
            await _world.DisposeAsync();
            _world = await StoreWorld.StartAsync(_folder, clock: clock);
        }

        private Task FailSomeCommitsAsync()
        {
            var fails = _random.Next(1, 4);
            _world.Faults.BeforeCommit = () =>
            {
                if (Interlocked.Decrement(ref fails) >= 0)
                {
                    throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
                }
            };
            return Task.CompletedTask;
        }

        private Task CreateOnceAsync<T>(string id, string input) where T : Flow => AcknowledgedAsync(() => _world.CreateAsync<T>(id, input));

        /// <summary>What was refused did not happen, so it is said again.</summary>
        private static async Task AcknowledgedAsync(Func<Task> say)
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    await say();
                    return;
                }
                catch (StoreUnavailableException) when (attempt < 10)
                {
                    await Task.Yield();
                }
            }
        }
    }
}

using System.Threading.Channels;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Scenarios.Kills;

internal enum Victim
{
    App,
    Host,
    AppAndHost,

    /// <summary>Host, app and Azurite, as when a laptop's battery dies under all processes at once.</summary>
    Everything,

    /// <summary>The host, and its successor while it starts.</summary>
    HostTwice,

    Azurite,

    /// <summary>SIGTERM: Azurite writes its files and goes.</summary>
    AzuritePolitely,
}

/// <summary>
/// Kills at moments that a seed chooses: so many acknowledged steps into the work, and a few milliseconds later,
/// in the middle of whatever is under way then. One kill at a time.
/// </summary>
internal sealed class Killer(MortalHost host, int seed, params IReadOnlyList<Victim> victims) : IAsyncDisposable
{
    private const string App = "dotnet";
    private const string Azurite = "node";
    private const int LongestPause = 150;
    private const int LongestStart = 1500;

    private readonly Random random = new(seed);
    private readonly Channel<Victim> orders = Channel.CreateUnbounded<Victim>();
    private readonly Lock gate = new();
    private readonly Queue<Victim> deck = new();
    private HashSet<int> marks = [];
    private Task work = Task.CompletedTask;
    private int steps;

    public List<Victim> Killed { get; } = [];

    /// <summary>Begins a round: so many kills within its so many steps.</summary>
    public void Plan(int kills, int within)
    {
        lock (gate)
        {
            steps = 0;
            marks = [.. Enumerable.Range(1, within).OrderBy(_ => random.Next()).Take(kills)];
        }

        if (work.IsCompletedSuccessfully)
        {
            work = RunAsync();
        }
    }

    /// <summary>A step was acknowledged.</summary>
    public void Step()
    {
        lock (gate)
        {
            if (marks.Contains(++steps))
            {
                orders.Writer.TryWrite(Draw());
            }
        }
    }

    /// <summary>Waits for the last kill.</summary>
    public async ValueTask DisposeAsync()
    {
        orders.Writer.TryComplete();
        await work;
    }

    /// <summary>Every kind once before any comes again.</summary>
    private Victim Draw()
    {
        if (deck.Count == 0)
        {
            Victim[] shuffled = [.. victims];
            random.Shuffle(shuffled);
            foreach (var victim in shuffled)
            {
                deck.Enqueue(victim);
            }
        }

        return deck.Dequeue();
    }

    private async Task RunAsync()
    {
        await foreach (var victim in orders.Reader.ReadAllAsync())
        {
            await AtAnyMomentAsync(LongestPause);
            await KillAsync(victim);
            Killed.Add(victim);
        }
    }

    /// <summary>Where a process of its own stands in its work follows no clock of a test: the moment is drawn, and this is what the test is for.</summary>
    private async Task AtAnyMomentAsync(int withinMilliseconds)
    {
        int moment;
        lock (gate)
        {
            moment = random.Next(withinMilliseconds);
        }

        await Task.Delay(moment);
    }

    private async Task KillAsync(Victim victim)
    {
        await KillChildrenAsync(victim);
        if (victim is Victim.App or Victim.Azurite or Victim.AzuritePolitely)
        {
            return;
        }

        await host.KillAsync();
        host.StartAgain();
        if (victim is Victim.HostTwice)
        {
            await AtAnyMomentAsync(LongestStart);
            await host.KillAsync();
            host.StartAgain();
        }

        await host.WhenReadyAsync();
    }

    private async Task KillChildrenAsync(Victim victim)
    {
        if (victim is Victim.App or Victim.AppAndHost or Victim.Everything)
        {
            await UntilItIsThereAsync(() => host.KillChild(App));
        }

        if (victim is Victim.Azurite or Victim.Everything)
        {
            await UntilItIsThereAsync(() => host.KillChild(Azurite));
        }

        if (victim is Victim.AzuritePolitely)
        {
            await UntilItIsThereAsync(() => host.EndChild(Azurite));
        }
    }

    /// <summary>Killed a moment ago, it may just be starting again.</summary>
    private static Task UntilItIsThereAsync(Func<bool> kill) => Eventually.IsSoAsync(kill, () => "A child was not started again.");
}

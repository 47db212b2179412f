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
/// Kills at moments that a seed chooses: so many acknowledged steps into the work, and a few lines of the processes' own later,
/// in the middle of whatever is under way then. One kill at a time.
/// </summary>
internal sealed class Killer(MortalHost host, int seed, params IReadOnlyList<Victim> victims) : IAsyncDisposable
{
    private const string App = "dotnet";
    private const string Azurite = "node";

    // A sell says as many on its way.
    private const int MostLines = 6;

    private readonly Random random = new(seed);
    private readonly Channel<Victim> orders = Channel.CreateUnbounded<Victim>();
    private readonly Lock gate = new();
    private readonly Queue<Victim> deck = new();
    private readonly TaskCompletionSource nothingFollows = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>Nothing more is going to be under way: the kills that are left are made at once.</summary>
    public async ValueTask DisposeAsync()
    {
        nothingFollows.TrySetResult();
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
            await AfterLinesAsync();
            await KillAsync(victim);
            Killed.Add(victim);
        }
    }

    /// <summary>How far a process of its own has come follows no clock of a test, but it says what it does: the moment is a number of its lines.</summary>
    private Task AfterLinesAsync()
    {
        lock (gate)
        {
            return Task.WhenAny(host.Lines.MoreAsync(random.Next(MostLines)), nothingFollows.Task);
        }
    }

    /// <summary>In the middle of its start: with no child yet, with Azurite alone, or with the app too, which is not ready yet.</summary>
    private Task WhileItStartsAsync()
    {
        int children;
        lock (gate)
        {
            children = random.Next(3);
        }

        return Eventually.IsSoAsync(() => host.NewChildren >= children, () => $"It has not started {children} children:\n{host.LastWords()}", MortalHost.StartPatience);
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
            await WhileItStartsAsync();
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

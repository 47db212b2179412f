using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>A worker process: the product's services with their own memory. When it dies, whatever runs in it stops where it stands.</summary>
internal sealed class Process(Func<IServiceProvider> start)
{
    private readonly List<Flow> flows = [];
    private IServiceProvider? services;

    public IServiceProvider Services => services ??= start();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public void Add(Flow flow) => flows.Add(flow);

    public void Remove(Flow flow) => flows.Remove(flow);

    /// <summary>And the next one starts, knowing nothing.</summary>
    public void Die()
    {
        services = null;
        var lost = flows.ToList();
        flows.Clear();
        foreach (var flow in lost)
        {
            flow.Die();
        }
    }
}

/// <summary>One call into the product, as far as its awaits lead.</summary>
internal sealed class Flow(Process process, Action died)
{
    private static readonly AsyncLocal<Flow?> Running = new();

    public static Flow Current => Running.Value ?? throw new InvalidOperationException("Something runs that was not begun as a flow.");

    public Process Process => process;
    public bool IsDead { get; private set; }

    /// <summary>What the custodian and the rate source said here, and the user's status as it was read here.</summary>
    public CustodianAnswered? Heard { get; set; }
    public Rate? Rate { get; set; }
    public KycStatus? Kyc { get; set; }

    /// <summary>Runs until its first await; then the agenda has it.</summary>
    /// <param name="process">Where.</param>
    /// <param name="run">The product's own code.</param>
    /// <param name="ended">Told when it is over, with what it threw.</param>
    /// <param name="died">Told when its process died first.</param>
    public static void Start(Process process, Func<Task> run, Action<Exception?> ended, Action died)
    {
        var flow = new Flow(process, died);
        process.Add(flow);
        _ = flow.RunAsync(run, ended);
    }

    public void Die()
    {
        IsDead = true;
        died();
    }

    private async Task RunAsync(Func<Task> run, Action<Exception?> ended)
    {
        Running.Value = this;
        Exception? thrown = null;
        try
        {
            await run();
        }
        catch (Exception e)
        {
            thrown = e;
        }

        process.Remove(this);
        ended(thrown);
    }
}

/// <summary>
/// Every await of the product that leaves the process: it takes its time, others go on meanwhile, and the process may
/// die in it. What waits goes on inside the agenda's step, on its thread, so that a seed is the same story every time.
/// </summary>
internal sealed class Awaits(Agenda agenda, Weather weather)
{
    public Task PassAsync()
    {
        var done = new TaskCompletionSource();
        agenda.Start("await", GoOn(Flow.Current, done), agenda.Now + weather.Await().Length!.Value);
        return done.Task;
    }

    /// <summary>There are many more awaits here than in the model, so each is less dangerous.</summary>
    public bool Crashes() => weather.Crashes() && weather.Coin() && weather.Coin();

    private IEnumerable<Pause> GoOn(Flow flow, TaskCompletionSource done)
    {
        if (flow.IsDead)
        {
            yield break;
        }

        if (Crashes())
        {
            flow.Process.Die();
        }
        else
        {
            done.SetResult();
        }
    }
}

/// <summary>The agenda's time, for the product.</summary>
internal sealed class AgendaClock(Agenda agenda) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => agenda.Now;

    public override long GetTimestamp() => agenda.Now.Ticks;
}

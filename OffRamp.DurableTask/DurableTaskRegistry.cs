namespace OffRamp.DurableTask;

/// <summary>Which orchestrators and activities there are. Filled once at startup, then only read.</summary>
public sealed class DurableTaskRegistry
{
    private readonly Dictionary<string, Func<TaskOrchestrator>> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<IServiceProvider, TaskActivity>> activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>As registered.</summary>
    public IReadOnlyCollection<string> OrchestratorNames => orchestrators.Keys;

    /// <summary>As registered.</summary>
    public IReadOnlyCollection<string> ActivityNames => activities.Keys;

    /// <summary>Adds an orchestrator; <paramref name="create"/> makes a new object for each replay.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Func<TaskOrchestrator> create)
    {
        orchestrators.Add(name, create);
        return this;
    }

    /// <summary>Adds an orchestrator under its type's name.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>()
        where TOrchestrator : TaskOrchestrator, new() =>
        AddOrchestrator(typeof(TOrchestrator).Name, static () => new TOrchestrator());

    /// <summary>Adds an orchestrator that is a function.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(
        TaskName name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> run)
    {
        var orchestrator = new OrchestratorFunc<TInput, TOutput>(run);
        return AddOrchestrator(name, () => orchestrator);
    }

    /// <summary>Adds an activity; <paramref name="create"/> makes (or fetches) the object for each call.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, TaskActivity> create)
    {
        activities.Add(name, create);
        return this;
    }

    /// <summary>Adds an activity that is a function.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(
        TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> run)
    {
        var activity = new ActivityFunc<TInput, TOutput>(run);
        return AddActivity(name, _ => activity);
    }

    internal TaskOrchestrator? CreateOrchestrator(string name) => orchestrators.GetValueOrDefault(name)?.Invoke();

    internal TaskActivity? CreateActivity(string name, IServiceProvider services) =>
        activities.GetValueOrDefault(name)?.Invoke(services);
}

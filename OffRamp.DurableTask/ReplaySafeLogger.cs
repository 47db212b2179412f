namespace OffRamp.DurableTask;

/// <summary>Logs what an orchestrator says once, on the turn where it happens, and not again on each replay.</summary>
public sealed class ReplaySafeLogger
{
    private readonly TaskOrchestrationContext context;
    private readonly string category;
    private readonly Action<OrchestrationLogLine>? sink;

    internal ReplaySafeLogger(TaskOrchestrationContext context, string category, Action<OrchestrationLogLine>? sink) =>
        (this.context, this.category, this.sink) = (context, category, sink);

    /// <summary>False during replay: then there is no need to put a message together.</summary>
    public bool IsEnabled => sink is not null && !context.IsReplaying;

    /// <summary>Says what happened.</summary>
    public void Information(string message) => Write(message, isWarning: false);

    /// <summary>Says what somebody should look at.</summary>
    public void Warning(string message) => Write(message, isWarning: true);

    private void Write(string message, bool isWarning)
    {
        if (IsEnabled)
            sink!(new OrchestrationLogLine(context.InstanceId, category, message, isWarning));
    }
}

/// <summary>One line from an orchestrator, or from the worker about it.</summary>
/// <param name="InstanceId">The instance it is about.</param>
/// <param name="Category">Who speaks.</param>
/// <param name="Message">A sentence.</param>
/// <param name="IsWarning">True if somebody should look.</param>
public sealed record OrchestrationLogLine(string InstanceId, string Category, string Message, bool IsWarning);

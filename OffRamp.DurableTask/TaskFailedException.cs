namespace OffRamp.DurableTask;

/// <summary>An awaited activity or sub-orchestration failed, or its outcome is not known (a worker died while running it).</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>Names the call and carries its failure.</summary>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}")
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    /// <summary>The name that was called.</summary>
    public string TaskName { get; }

    /// <summary>The call's sequence number within its execution.</summary>
    public int TaskId { get; }

    /// <summary>The failure as its source reported it.</summary>
    public TaskFailureDetails FailureDetails { get; }
}

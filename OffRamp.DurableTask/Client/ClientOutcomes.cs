namespace OffRamp.DurableTask.Client;

/// <summary>What became of a start.</summary>
public enum StartOutcome
{
    /// <summary>A new instance was accepted; an ended one under the same id is replaced.</summary>
    Started,

    /// <summary>An instance that has not ended holds the id; nothing was changed.</summary>
    AlreadyExists,
}

/// <summary>The answer to a start.</summary>
/// <param name="InstanceId">The id that was asked for, or the new one.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record StartResult(string InstanceId, StartOutcome Outcome);

/// <summary>What became of an event.</summary>
public enum RaiseOutcome
{
    /// <summary>Accepted. No promise that it is heard: an instance that ends, or has not begun, may lose it.</summary>
    Raised,

    /// <summary>There is no such instance.</summary>
    NotFound,

    /// <summary>The instance has ended.</summary>
    Finished,
}

/// <summary>What became of a termination.</summary>
public enum TerminateOutcome
{
    /// <summary>Accepted; it ends when the message is processed.</summary>
    Terminated,

    /// <summary>There is no such instance.</summary>
    NotFound,

    /// <summary>The instance had ended before.</summary>
    Finished,
}

/// <summary>What became of a purge.</summary>
/// <param name="PurgedInstanceCount">0 if nothing matched, or what matched has not ended.</param>
public sealed record PurgeResult(int PurgedInstanceCount);

/// <summary>The Durable API could not do it. Carries the status only: its answers hold stack traces.</summary>
public sealed class DurableTaskClientException(string what, int statusCode)
    : Exception($"The Durable API answered {statusCode} to: {what}.")
{
    /// <summary>The HTTP status it answered with.</summary>
    public int StatusCode => statusCode;
}

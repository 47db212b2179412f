namespace OffRamp.DurableTask;

/// <summary>What came of running an orchestrator once.</summary>
public enum TurnOutcome
{
    /// <summary>It waits for something.</summary>
    Waiting,

    /// <summary>It returned.</summary>
    Completed,

    /// <summary>It goes on with a new history.</summary>
    ContinuedAsNew,

    /// <summary>It was terminated from outside.</summary>
    Terminated,

    /// <summary>Its code threw: the instance fails for good.</summary>
    Failed,

    /// <summary>Its code does not fit its history: the instance fails for good, and somebody should know.</summary>
    NonDeterministic,

    /// <summary>The worker had trouble of its own and asks for the same turn again.</summary>
    RetryAsked,
}

/// <summary>The answer to one orchestrator call.</summary>
/// <param name="Response">The host's <c>ReturnValue</c>: base64 of the response message; always well formed.</param>
/// <param name="InstanceId">The instance; empty if the request could not be read.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Error">For the log: why it failed or is to be repeated; null otherwise.</param>
public sealed record OrchestrationTurn(string Response, string InstanceId, TurnOutcome Outcome, Exception? Error = null);

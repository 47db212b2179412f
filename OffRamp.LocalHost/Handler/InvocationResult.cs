using System.Text.Json;

namespace OffRamp.LocalHost.Handler;

internal enum InvocationOutcome
{
    Succeeded,

    /// <summary>A non-2xx answer, an unreadable one, or none because the handler died.</summary>
    Failed,

    /// <summary>The function timeout passed; the handler is being restarted.</summary>
    TimedOut,

    /// <summary>There is no handler to call.</summary>
    NotRun,
}

/// <summary>How a JSON invocation ended; with a failure, what the host's exception would say.</summary>
internal sealed record InvocationResult(InvocationOutcome Outcome)
{
    public JsonElement? ReturnValue { get; init; }

    public string ErrorType { get; init; } = "";

    public string ErrorMessage { get; init; } = "";

    public static InvocationResult Failed(string errorType, string message) =>
        new(InvocationOutcome.Failed) { ErrorType = errorType, ErrorMessage = message };
}

using OffRamp.LocalHost.FunctionsHost.Rpc;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// The worker died with a call in flight. The Durable extension knows this exception by its type's name, and then has the
/// orchestrator run again; an activity fails.
/// </summary>
internal sealed class WorkerProcessExitException(string message) : Exception(message);

/// <summary>A function threw. The Durable extension takes the text apart, so it is as Microsoft's host has it.</summary>
internal sealed class FunctionFailedException(StatusResult result)
    : Exception($"Result: {result.Status}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");

/// <summary>A function ran longer than <c>functionTimeout</c>; its worker is ended.</summary>
internal sealed class FunctionTimedOutException(string function, TimeSpan timeout)
    : Exception($"Timeout value of {timeout} was exceeded by function: Functions.{function}");

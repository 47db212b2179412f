namespace OffRamp.DurableTask.Replay;

/// <summary>Failures to and from the wire.</summary>
internal static class Failures
{
    // A FAILED answer with this type below the top tells the extension to run the turn again: never by accident.
    public const string RetryMarker = "System.OutOfMemoryException";

    public static TaskFailureDetails FromWire(Wire.TaskFailureDetails? failure) => failure is null
        ? new TaskFailureDetails("Unknown", "The cause was not reported.")
        : new TaskFailureDetails(
            failure.ErrorType,
            failure.ErrorMessage,
            failure.StackTrace,
            failure.InnerFailure is null ? null : FromWire(failure.InnerFailure),
            failure.IsNonRetriable);

    public static Wire.TaskFailureDetails ToWire(Exception exception)
    {
        var failure = new Wire.TaskFailureDetails
        {
            ErrorType = exception.GetType().FullName ?? exception.GetType().Name,
            ErrorMessage = exception.Message,
            StackTrace = exception.StackTrace,
        };
        if (exception is TaskFailedException failed)
            failure.InnerFailure = ToWire(failed.FailureDetails);
        else if (exception.InnerException is { } inner)
            failure.InnerFailure = WithoutRetryMarker(ToWire(inner));
        return failure;
    }

    private static Wire.TaskFailureDetails ToWire(TaskFailureDetails failure) => WithoutRetryMarker(new()
    {
        ErrorType = failure.ErrorType,
        ErrorMessage = failure.ErrorMessage,
        StackTrace = failure.StackTrace,
        IsNonRetriable = failure.IsNonRetriable,
        InnerFailure = failure.InnerFailure is null ? null : ToWire(failure.InnerFailure),
    });

    private static Wire.TaskFailureDetails WithoutRetryMarker(Wire.TaskFailureDetails failure)
    {
        if (failure.ErrorType == RetryMarker)
            failure.ErrorType = "OutOfMemory";
        return failure;
    }
}

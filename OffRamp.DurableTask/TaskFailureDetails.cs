namespace OffRamp.DurableTask;

/// <summary>Why something failed, as it travels through the history.</summary>
/// <param name="ErrorType">The exception's type name, where it was thrown.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">For the log, never for callers; often absent.</param>
/// <param name="InnerFailure">The cause.</param>
/// <param name="IsNonRetriable">True if the source says that another try cannot help.</param>
public sealed record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace = null, TaskFailureDetails? InnerFailure = null, bool IsNonRetriable = false)
{
    /// <summary>Whether this failure, or one of its causes, came from an exception of exactly this type.</summary>
    public bool IsCausedBy<TException>()
        where TException : Exception =>
        ErrorType == typeof(TException).FullName || InnerFailure?.IsCausedBy<TException>() == true;

    /// <summary>Type and message, without causes.</summary>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}

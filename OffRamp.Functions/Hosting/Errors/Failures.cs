using System.Diagnostics;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting.Errors;

/// <summary>Says which problem an exception of another room is; null where it is not one of its own.</summary>
internal delegate Problem? FailureRule(Exception exception);

/// <summary>The one place where an exception becomes an answer.</summary>
internal sealed partial class Failures(IEnumerable<FailureRule> rules, ILogger<Failures> log)
{
    public Problem Describe(Exception exception)
    {
        if (exception is ProblemException known)
        {
            return known.Problem;
        }

        if (exception is BadHttpRequestException bad)
        {
            return bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? Problems.Describe("body_too_large", $"A body has at most {RequestBody.Limit / 1024} KiB.")
                : Problems.Describe("invalid_request", "The request cannot be read.");
        }

        if (exception is DeadlineExceededException)
        {
            Refused(exception, "deadline_exceeded");
            return Problems.Describe("deadline_exceeded", "The work took too long. Try it again.") with { RetryAfter = TimeSpan.FromSeconds(5) };
        }
        foreach (var rule in rules)
        {
            if (rule(exception) is { } problem)
            {
                Refused(exception, problem.Code);
                return problem;
            }
        }

        Failed(exception);
        Activity.Current?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
        return Problems.Describe("internal_error", "Something went wrong here. The request id helps to find it.");
    }

    [LoggerMessage(LogLevel.Error, "An endpoint failed")]
    private partial void Failed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "A request ends with {Code}")]
    private partial void Refused(Exception exception, string code);
}

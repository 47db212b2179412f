using System.Net;
using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>Everything that this client throws.</summary>
public class OffRampException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// No answer: the connection failed, or took longer than the timeout. What was asked for may have been done; ask again with
/// the same key.
/// </summary>
public sealed class OffRampConnectionException(string message, Exception? inner = null) : OffRampException(message, inner);

/// <summary>Whoever sent a webhook did not sign it with the secret, or long ago: answer 401 and do nothing.</summary>
public sealed class OffRampSignatureException(string message) : OffRampException(message);

/// <summary>The API refused, and says why. One of the classes below.</summary>
public class OffRampApiException : OffRampException
{
    internal OffRampApiException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base($"{problem?.Code ?? $"{(int)status}"}: {problem?.Detail ?? problem?.Title ?? "no further word"}")
    {
        Status = status;
        Code = problem?.Code;
        Detail = problem?.Detail;
        RequestId = problem?.RequestId ?? requestId;
        Retryable = problem?.Retryable ?? (int)status >= 500;
        Errors = problem?.Errors ?? [];
        RetryAfter = retryAfter;
    }

    /// <summary>Of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>Stable, and what to decide by; null where the platform itself answered.</summary>
    public string? Code { get; }

    /// <summary>What is wrong with this request, in a sentence.</summary>
    public string? Detail { get; }

    /// <summary>Helps operators to find the request.</summary>
    public string? RequestId { get; }

    /// <summary>The same request may succeed later.</summary>
    public bool Retryable { get; }

    /// <summary>One for each field that cannot be used.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; }

    /// <summary>How long to wait before the next try, where the API says so.</summary>
    public TimeSpan? RetryAfter { get; }

    internal static OffRampApiException Of(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter) => (int)status switch
    {
        401 => new OffRampAuthenticationException(status, problem, requestId, retryAfter),
        403 => new OffRampPermissionException(status, problem, requestId, retryAfter),
        404 => new OffRampNotFoundException(status, problem, requestId, retryAfter),
        409 => new OffRampConflictException(status, problem, requestId, retryAfter),
        429 => new OffRampRateLimitException(status, problem, requestId, retryAfter),
        >= 500 => new OffRampServerException(status, problem, requestId, retryAfter),
        _ => new OffRampValidationException(status, problem, requestId, retryAfter),
    };
}

/// <summary>401: the token is missing, wrong or was replaced.</summary>
public sealed class OffRampAuthenticationException : OffRampApiException
{
    internal OffRampAuthenticationException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

/// <summary>403: off-ramp is not enabled for this partner (<c>offramp_disabled</c>).</summary>
public sealed class OffRampPermissionException : OffRampApiException
{
    internal OffRampPermissionException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

/// <summary>404: it is not there, or another partner's.</summary>
public sealed class OffRampNotFoundException : OffRampApiException
{
    internal OffRampNotFoundException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

/// <summary>409: not as things stand now. The code says what stands in the way.</summary>
public sealed class OffRampConflictException : OffRampApiException
{
    internal OffRampConflictException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

/// <summary>422, and the like: what was sent cannot be used. <see cref="OffRampApiException.Errors"/> has every field.</summary>
public sealed class OffRampValidationException : OffRampApiException
{
    internal OffRampValidationException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

/// <summary>429: <see cref="OffRampApiException.RetryAfter"/> says when.</summary>
public sealed class OffRampRateLimitException : OffRampApiException
{
    internal OffRampRateLimitException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

/// <summary>5xx: trouble on the other side.</summary>
public sealed class OffRampServerException : OffRampApiException
{
    internal OffRampServerException(HttpStatusCode status, Problem? problem, string? requestId, TimeSpan? retryAfter)
        : base(status, problem, requestId, retryAfter)
    {
    }
}

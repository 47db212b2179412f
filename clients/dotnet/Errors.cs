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

/// <summary>What an answer that refuses says.</summary>
internal sealed record Refusal(HttpStatusCode Status, Problem? Problem, string? RequestId, TimeSpan? RetryAfter);

/// <summary>The API refused, and says why. One of the classes below.</summary>
public class OffRampApiException : OffRampException
{
    internal OffRampApiException(Refusal refusal)
        : base($"{refusal.Problem?.Code ?? $"{(int)refusal.Status}"}: {refusal.Problem?.Detail ?? refusal.Problem?.Title ?? "no further word"}")
    {
        var problem = refusal.Problem;
        Status = refusal.Status;
        Code = problem?.Code;
        Detail = problem?.Detail;
        RequestId = problem?.RequestId ?? refusal.RequestId;
        Retryable = problem?.Retryable ?? (int)refusal.Status >= 500;
        Errors = problem?.Errors ?? [];
        RetryAfter = refusal.RetryAfter;
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

    internal static OffRampApiException Of(Refusal refusal) => (int)refusal.Status switch
    {
        401 => new OffRampAuthenticationException(refusal),
        403 => new OffRampPermissionException(refusal),
        404 => new OffRampNotFoundException(refusal),
        409 => new OffRampConflictException(refusal),
        429 => new OffRampRateLimitException(refusal),
        >= 500 => new OffRampServerException(refusal),
        _ => new OffRampValidationException(refusal),
    };
}

/// <summary>401: the token is missing, wrong or was replaced.</summary>
public sealed class OffRampAuthenticationException : OffRampApiException
{
    internal OffRampAuthenticationException(Refusal refusal)
        : base(refusal)
    {
    }
}

/// <summary>403: off-ramp is not enabled for this partner (<c>offramp_disabled</c>).</summary>
public sealed class OffRampPermissionException : OffRampApiException
{
    internal OffRampPermissionException(Refusal refusal)
        : base(refusal)
    {
    }
}

/// <summary>404: it is not there, or another partner's.</summary>
public sealed class OffRampNotFoundException : OffRampApiException
{
    internal OffRampNotFoundException(Refusal refusal)
        : base(refusal)
    {
    }
}

/// <summary>409: not as things stand now. The code says what stands in the way.</summary>
public sealed class OffRampConflictException : OffRampApiException
{
    internal OffRampConflictException(Refusal refusal)
        : base(refusal)
    {
    }
}

/// <summary>422, and the like: what was sent cannot be used. <see cref="OffRampApiException.Errors"/> has every field.</summary>
public sealed class OffRampValidationException : OffRampApiException
{
    internal OffRampValidationException(Refusal refusal)
        : base(refusal)
    {
    }
}

/// <summary>429: <see cref="OffRampApiException.RetryAfter"/> says when.</summary>
public sealed class OffRampRateLimitException : OffRampApiException
{
    internal OffRampRateLimitException(Refusal refusal)
        : base(refusal)
    {
    }
}

/// <summary>5xx: trouble on the other side.</summary>
public sealed class OffRampServerException : OffRampApiException
{
    internal OffRampServerException(Refusal refusal)
        : base(refusal)
    {
    }
}

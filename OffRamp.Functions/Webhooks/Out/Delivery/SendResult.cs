namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>What came of one attempt to send a webhook.</summary>
/// <param name="StatusCode">What the endpoint answered; null where no answer came.</param>
/// <param name="Error">Why none came, as one of <see cref="SendErrors"/>; else null.</param>
/// <param name="RetryAfter">How long the endpoint asks to be left alone.</param>
internal sealed record SendResult(int? StatusCode, string? Error, TimeSpan? RetryAfter)
{
    public bool IsDelivered => StatusCode is >= 200 and <= 299;

    /// <summary>410: there is nobody any more, and never will be.</summary>
    public bool IsGone => StatusCode == 410;

    public static SendResult Failed(string error) => new(null, error, null);
}

/// <summary>Why an endpoint did not answer: words that partners are shown.</summary>
internal static class SendErrors
{
    public const string TimedOut = "timed_out";
    public const string ConnectionFailed = "connection_failed";
    public const string TlsFailed = "tls_failed";
    public const string NameNotResolved = "name_not_resolved";
    public const string AddressRefused = "address_refused";
    public const string BadAnswer = "bad_answer";

    /// <summary>The secrets cannot be read any more: nothing is sent unsigned. Rotating makes a new one.</summary>
    public const string SecretLost = "secret_lost";
}

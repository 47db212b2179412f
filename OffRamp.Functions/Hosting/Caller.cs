namespace OffRamp.Functions.Hosting;

/// <summary>Endpoint metadata: who calls it, with which credentials, and what those who have none are told.</summary>
internal sealed record Caller(string Name, string Says, string? Scheme, params IReadOnlyList<string> Refusals)
{
    public static Caller Partner { get; } = new(
        "Partner API", "For partners' backends. Browsers cannot call it.", "client_token", "unauthorized", "rate_limited");

    public static Caller SellPage { get; } = new(
        "Sell page", "For the page on which a user sells. A client secret opens its own session and nothing else.",
        "client_secret", "unauthorized", "rate_limited");

    public static Caller Provider { get; } = new(
        "Notices", "What custodian, payout provider and KYC provider send, signed as Standard Webhooks 1.0.",
        "notice_signature", "invalid_signature", "rate_limited");

    public static Caller Operator { get; } = new(
        "Operators",
        "For those who run this installation. The Durable HTTP API under `/runtime/webhooks/durabletask/instances` is the "
        + "Functions host's own and not described here; it takes the system key as the query parameter `code`.",
        "operator_key", "unauthorized", "forbidden", "rate_limited");

    public static Caller Anyone { get; } = new("Anyone", "Health, pages and this document, without credentials.", null);

    public static IReadOnlyList<Caller> All { get; } = [Partner, SellPage, Provider, Operator, Anyone];
}

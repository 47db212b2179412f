using System.Text.Json.Serialization;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Quotes;

/// <summary>Terms as callers see them. Rate, fee and margin are fiat per unit of the asset.</summary>
internal sealed record Quote
{
    public required string Id { get; init; }
    [JsonPropertyName("object")]
    public string Kind { get; } = "quote";

    /// <summary>The session that may sell on it; null where nobody may.</summary>
    public SessionId? SessionId { get; init; }
    public bool Indicative => SessionId is null;
    public required Currency Asset { get; init; }
    public required Network Network { get; init; }
    public required Currency FiatCurrency { get; init; }
    public required string Rate { get; init; }
    public required string Fee { get; init; }
    public required string Margin { get; init; }
    public required string CryptoAmount { get; init; }
    public required string FiatAmount { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required string Dust { get; init; }
    public required string RefundCost { get; init; }
    public required IfUnder IfUnder { get; init; }
    public required IfOver IfOver { get; init; }
    public required IfLate IfLate { get; init; }

    /// <summary>The partner's own part, as callers see it: none is zero.</summary>
    public static string MarginOf(QuoteTerms terms) => terms.Margin?.ToString() ?? "0";

    public static Quote Of(string id, SessionId? session, QuoteTerms terms, Expectations expectations) => new()
    {
        Id = id,
        SessionId = session,
        Asset = terms.CryptoAmount.Currency,
        Network = expectations.Asset.Network,
        FiatCurrency = terms.FiatAmount.Currency,
        Rate = terms.Rate.ToString(),
        Fee = terms.Fee.ToString(),
        Margin = MarginOf(terms),
        CryptoAmount = terms.CryptoAmount.ToString(),
        FiatAmount = terms.FiatAmount.ToString(),
        ExpiresAt = terms.ExpiresAt,
        Dust = expectations.Asset.Dust.ToString(),
        RefundCost = expectations.Asset.RefundCost.ToString(),
        IfUnder = expectations.IfUnder(terms),
        IfOver = expectations.IfOver(terms),
        IfLate = expectations.IfLate(terms),
    };
}

/// <summary>What becomes of one amount that might come.</summary>
internal sealed record Example(string ReceivedAmount, string FiatAmount, string RefundedAmount);

/// <param name="AcceptedFrom">From here on it counts as exact.</param>
/// <param name="Outcome"><c>convert_actual</c> or <c>refund</c>, at the deadline.</param>
/// <param name="Minimum">Below it nothing is converted: it is refunded.</param>
internal sealed record IfUnder(string AcceptedFrom, string Outcome, string Minimum, Example Example);

/// <param name="Outcome">Always <c>refund_excess</c>: of an excess above <c>ConvertedBelow</c>.</param>
/// <param name="ConvertedBelow">An excess of at most so much is paid with the rest, at the quote's rate, and never goes back.</param>
internal sealed record IfOver(string Outcome, string ConvertedBelow, Example Example);

/// <param name="Outcome">Always <c>refund</c>.</param>
/// <param name="DepositWindowSeconds">Later than this after the sell was made is late.</param>
internal sealed record IfLate(string Outcome, long DepositWindowSeconds, string RefundedAmount);

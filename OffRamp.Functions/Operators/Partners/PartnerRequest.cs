using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>What an operator wants a partner to be. What is not said stays as it is.</summary>
internal static class PartnerRequest
{
    private const int MostOrigins = 50;
    private const string Expected = "a decimal text of per cents with at most 2 decimals, such as \"0.5\"";

    // More than that is not a margin but a mistake.
    private static readonly Percent MostMargin = Percent.Parse("10");

    /// <exception cref="ProblemException">422 with everything that is wrong with the body.</exception>
    public static Partner Apply(JsonFields body, Partner partner, bool isNew)
    {
        var wished = partner with
        {
            Name = body.Text("name", required: isNew || body.Has("name")) ?? partner.Name,
            OfframpEnabled = body.Boolean("offramp_enabled") ?? partner.OfframpEnabled,
            AllowedOrigins = body.List("allowed_origins", MostOrigins, JsonUrls.IsOrigin, "an origin such as https://shop.example")
                ?? partner.AllowedOrigins,
            Limits = ReadLimits(body, partner.Limits),
            Policies = ReadPolicies(body, partner.Policies),
            Support = ReadSupport(body, partner.Support),
            Margin = ReadMargin(body) ?? partner.Margin,
        };
        body.ThrowIfInvalid();
        return wished;
    }

    // Null takes a limit away.
    private static PartnerLimits ReadLimits(JsonFields body, PartnerLimits limits) =>
        body.Object("limits") is not { } wanted ? limits : limits with
        {
            PerSell = wanted.Has("per_sell") ? ReadLimit(wanted, "per_sell") : limits.PerSell,
            PerUserDay = wanted.Has("per_user_day") ? ReadLimit(wanted, "per_user_day") : limits.PerUserDay,
        };

    // All assets are stablecoins with the same decimals, so that one text serves all of them.
    private static string? ReadLimit(JsonFields limits, string name) => limits.Amount(name, Currency.USDT)?.ToString();

    private static Percent? ReadMargin(JsonFields body)
    {
        if (body.Parsed("margin", static text => Percent.TryParse(text, out var percent) ? percent : (Percent?)null, "invalid_amount", Expected) is not { } margin)
        {
            return null;
        }

        if (margin.BasisPoints > MostMargin.BasisPoints)
        {
            body.Fail("margin", "out_of_range", $"margin must be at most {MostMargin} per cent.");
        }

        return margin;
    }

    private static Support? ReadSupport(JsonFields body, Support? support)
    {
        if (body.Object("support") is not { } wanted)
        {
            return body.Has("support") ? null : support;
        }

        var wished = new Support(
            wanted.Has("email") ? wanted.Email("email") : support?.Email,
            wanted.Has("url") ? wanted.ReturnUrl("url")?.OriginalString : support?.Url);
        return wished is { Email: null, Url: null } ? null : wished;
    }

    // Null for countries takes their limit away.
    private static PartnerPolicies ReadPolicies(JsonFields body, PartnerPolicies policies) =>
        body.Object("policies") is not { } wanted ? policies : policies with
        {
            Underpaid = wanted.OneOf("underpaid", ["convert_actual", "refund"]) switch
            {
                null => policies.Underpaid,
                "refund" => UnderpaidPolicy.Refund,
                _ => UnderpaidPolicy.ConvertActual,
            },
            Countries = wanted.Has("countries") ? ReadCountries(wanted) : policies.Countries,
        };

    private static IReadOnlyList<string>? ReadCountries(JsonFields policies) =>
        policies.List("countries", Countries.All.Count, code => Countries.Parse(code) is not null, Countries.Expected) is { } codes
            ? [.. codes.Select(code => Countries.Parse(code)).OfType<string>().Distinct().Order(StringComparer.Ordinal)]
            : null;
}

using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Sessions;

/// <summary>What a partner asks for when it opens a session, in either of the two shapes, read and checked.</summary>
internal sealed record SessionRequest
{
    public required SessionShape Shape { get; init; }
    public string? PartnerUserId { get; init; }
    public string? UserEmail { get; init; }
    public string? UserReference { get; init; }
    public required Asset Asset { get; init; }
    public required Currency Fiat { get; init; }
    public Money? FiatAmount { get; init; }
    public Money? CryptoAmount { get; init; }
    public string? ReturnUrl { get; init; }
    public string? CancelUrl { get; init; }
    public string? Country { get; init; }
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public string? UserKey => UserKeys.Of(PartnerUserId, UserEmail);

    /// <summary>The body of <c>POST /widget/session</c>.</summary>
    /// <exception cref="ProblemException">422 with every problem.</exception>
    public static SessionRequest ReadProof(JsonFields fields, Assets assets, Partner partner)
    {
        fields.OneOf("type", ["sell"], required: true, code: "type_not_supported");
        var user = fields.Reference("partner_user_id", required: true);
        var email = fields.Email("user_email", required: true);
        var fiat = fields.Fiat("fiat_currency");
        var coin = fields.OneCodeOf("currency", [Currency.USDT.Code], required: true) is { } code ? Currency.Of(code) : null;
        var named = fields.OneOf("network", [.. assets.Networks.Select(known => known.ToString())]) ?? (fields.IsGiven("network") ? null : $"{Network.TRC20}");
        var asset = coin is not null && Network.TryParse(named, out var network) ? fields.Asset(assets, coin, network, "network") : null;
        var paid = fields.Amount("fiat_amount", fiat);
        var crypto = fields.Amount("crypto_amount", coin);
        fields.OneAmount(required: false);
        if (asset is not null && crypto is { } amount && Limits.For(asset, partner).Refuse("crypto_amount", amount) is { } problem)
        {
            fields.Fail(problem.Path, problem.Code, problem.Message);
        }

        var url = fields.ReturnUrl("redirect_url")?.OriginalString;
        var country = ReadCountry(fields, partner);
        var metadata = ReadMetadata(fields);
        fields.ThrowIfInvalid();
        return new SessionRequest
        {
            Shape = SessionShape.Proof,
            PartnerUserId = user,
            UserEmail = email,
            Asset = asset!,
            Fiat = fiat!,
            FiatAmount = paid,
            CryptoAmount = crypto,
            ReturnUrl = url,
            CancelUrl = url,
            Country = country,
            Metadata = metadata,
        };
    }

    /// <summary>The body of <c>POST /v1/sessions</c>.</summary>
    /// <exception cref="ProblemException">422 with every problem.</exception>
    public static SessionRequest ReadGate(JsonFields fields, Assets assets, Partner partner)
    {
        fields.OneOf("flow", ["off_ramp"], required: true, code: "flow_not_supported");
        var fiat = fields.Fiat("currency");
        var paid = fields.Amount("amount", fiat);
        var coin = fields.OneCodeOf("target_token", [Currency.USDT.Code, Currency.USDC.Code], required: true) is { } code ? Currency.Of(code) : null;
        var target = fields.OneOf("target_network", [.. assets.Networks.Select(known => known.TargetName)], required: true);
        var asset = coin is not null && target is not null
            ? fields.Asset(assets, coin, assets.Networks.Single(known => known.TargetName == target), "target_network")
            : null;
        var reference = fields.Reference("user_reference", required: true);
        var user = fields.Reference("partner_user_id");
        var email = fields.Email("user_email");
        var (returnUrl, cancelUrl) = (fields.ReturnUrl("return_url"), fields.ReturnUrl("cancel_url"));
        var country = ReadCountry(fields, partner);
        var metadata = ReadMetadata(fields);
        fields.ThrowIfInvalid();
        return new SessionRequest
        {
            Shape = SessionShape.Gate,
            PartnerUserId = user,
            UserEmail = email,
            UserReference = reference,
            Asset = asset!,
            Fiat = fiat!,
            FiatAmount = paid,
            ReturnUrl = returnUrl?.OriginalString,
            CancelUrl = cancelUrl?.OriginalString,
            Country = country,
            Metadata = metadata,
        };
    }

    /// <summary>Where the user is, as far as the partner says; a country that its policies leave out is a problem, and so is none where they name some.</summary>
    private static string? ReadCountry(JsonFields fields, Partner partner)
    {
        var code = fields.OneCodeOf("country", Countries.All, code: "invalid_country", expected: Countries.Expected);
        if (!partner.Policies.Admits(code) && !(code is null && fields.IsGiven("country")))
        {
            fields.Fail("country", "country_not_supported", code is null
                ? "country is needed: users of some countries only can sell."
                : $"Users in {code} cannot sell.");
        }

        return code;
    }

    private static IReadOnlyDictionary<string, string>? ReadMetadata(JsonFields fields) =>
        fields.Texts("metadata", maximumKeys: 50, keyLength: 40, valueLength: 500);
}

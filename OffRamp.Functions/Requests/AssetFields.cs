using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Requests;

/// <summary>Currencies, networks and the choice between two amounts, as bodies name them.</summary>
internal static class AssetFields
{
    private static readonly string[] FiatCodes = [.. Currency.All.Where(currency => currency.IsFiat).Select(currency => currency.Code)];

    /// <summary>A currency that is paid out.</summary>
    public static Currency? Fiat(this JsonFields fields, string name) =>
        fields.OneCodeOf(name, FiatCodes, required: true, code: "fiat_not_supported") is { } code ? Currency.Of(code) : null;

    /// <summary>An asset by its currency and network, both required.</summary>
    public static Asset? Asset(this JsonFields fields, Assets assets, string currencyField, string networkField)
    {
        var currency = fields.OneCodeOf(currencyField, [.. assets.All.Select(asset => asset.Currency.Code).Distinct()], required: true);
        var network = fields.OneOf(networkField, [.. assets.Networks.Select(known => known.ToString())], required: true);
        return currency is not null && Network.TryParse(network, out var on) ? fields.Asset(assets, Currency.Of(currency), on, networkField) : null;
    }

    /// <summary>The asset of both; a pair that is not taken is the network's problem.</summary>
    public static Asset? Asset(this JsonFields fields, Assets assets, Currency currency, Network network, string networkField)
    {
        if (assets.TryFind(currency, network, out var asset))
        {
            return asset;
        }

        fields.Fail(networkField, "not_supported", $"{currency} is not taken on {network}.");
        return null;
    }

    /// <summary>At most one of <c>crypto_amount</c> and <c>fiat_amount</c>; exactly one where it is required.</summary>
    public static void OneAmount(this JsonFields fields, bool required)
    {
        if (fields.IsGiven("crypto_amount") && fields.IsGiven("fiat_amount"))
        {
            fields.Fail("crypto_amount", "ambiguous_amount", "Give crypto_amount or fiat_amount, not both.");
        }
        else if (required && !fields.IsGiven("crypto_amount") && !fields.IsGiven("fiat_amount"))
        {
            fields.Fail("crypto_amount", "required", "Give crypto_amount or fiat_amount.");
        }
    }
}

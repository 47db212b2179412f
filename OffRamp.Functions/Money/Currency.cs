using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>A fiat currency or a stablecoin: what an amount is counted in.</summary>
/// <param name="Code">ISO 4217 for fiat, the coin's own symbol otherwise; upper case.</param>
/// <param name="Decimals">How many digits after the point the smallest unit has.</param>
/// <param name="IsFiat">Fiat is always written with all its decimals ("227.20"), a coin without trailing zeros ("250.5").</param>
[JsonConverter(typeof(CurrencyJson))]
internal sealed record Currency(string Code, int Decimals, bool IsFiat)
{
    /// <summary>Euro, in cents.</summary>
    public static Currency EUR { get; } = new("EUR", 2, IsFiat: true);

    /// <summary>US dollar, in cents.</summary>
    public static Currency USD { get; } = new("USD", 2, IsFiat: true);

    /// <summary>Tether, in millionths; the same on every network we take it on.</summary>
    public static Currency USDT { get; } = new("USDT", 6, IsFiat: false);

    /// <summary>USD Coin, in millionths.</summary>
    public static Currency USDC { get; } = new("USDC", 6, IsFiat: false);

    /// <summary>Every currency there is; which of them are traded is configuration.</summary>
    public static IReadOnlyList<Currency> All { get; } = [EUR, USD, USDT, USDC];

    /// <summary>The currency of a code, in any case.</summary>
    public static bool TryOf(string? code, [NotNullWhen(true)] out Currency? currency)
    {
        foreach (var candidate in All)
        {
            if (candidate.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
            {
                currency = candidate;
                return true;
            }
        }

        currency = null;
        return false;
    }

    /// <summary>The currency of a code we wrote ourselves.</summary>
    /// <exception cref="FormatException">There is no such currency.</exception>
    public static Currency Of(string code) =>
        TryOf(code, out var currency) && currency.Code == code ? currency : throw new FormatException($"There is no currency '{code}'.");

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}

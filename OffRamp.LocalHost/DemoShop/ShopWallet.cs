using System.Globalization;
using System.Text.Json.Nodes;
using OffRamp.LocalHost.Chain;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>The user's own wallet on the chain that runs here, and the faucet that fills it.</summary>
internal sealed class ShopWallet(LocalChain chain)
{
    private const decimal Most = 1_000_000;

    /// <summary><c>address</c>, <c>block</c>, and what it has in whole coins by asset.</summary>
    public Task<JsonNode> ReadAsync() => chain.ReadAsync(chain.Wallet);

    /// <summary>The faucet gives; the next block has it.</summary>
    /// <param name="wish"><c>asset</c> and <c>amount</c>.</param>
    /// <exception cref="ShopFailure">It cannot be.</exception>
    public Task<JsonNode> GiveAsync(JsonNode wish) => chain.GiveAsync(Read(wish).Coins);

    /// <summary>The wallet sends; the next block has it.</summary>
    /// <param name="wish"><c>asset</c>, <c>amount</c> and <c>address</c>.</param>
    /// <exception cref="ShopFailure">It cannot be.</exception>
    public async Task<JsonNode> PayAsync(JsonNode wish)
    {
        var (coins, asset, amount) = Read(wish);
        var address = ((string?)wish["address"])?.Trim() ?? "";
        if (address.Length != 42 || !address.StartsWith("0x", StringComparison.Ordinal) || !address[2..].All(char.IsAsciiHexDigit))
        {
            throw new ShopFailure("Send it to an address: 0x and 40 digits of hexadecimal.");
        }

        var has = decimal.Parse((string)(await ReadAsync())[asset]!, CultureInfo.InvariantCulture);
        if (has < amount)
        {
            throw new ShopFailure($"The wallet has {has.ToString(CultureInfo.InvariantCulture)} {asset}: the faucet has more.");
        }

        coins["address"] = address;
        return await chain.PayAsync(coins);
    }

    private static (JsonObject Coins, string Asset, decimal Amount) Read(JsonNode wish)
    {
        var asset = (string?)wish["asset"] == "USDC" ? "USDC" : "USDT";
        if (!decimal.TryParse((string?)wish["amount"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount is <= 0 or > Most || decimal.Round(amount, 6) != amount)
        {
            throw new ShopFailure("An amount is a number above 0, of at most 6 decimals.");
        }

        return (new() { ["asset"] = asset, ["amount"] = amount.ToString(CultureInfo.InvariantCulture) }, asset, amount);
    }
}

using System.Globalization;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>Reads which assets are taken, and on what terms: the defaults, those of EVM networks that are served, and what is said of single ones.</summary>
internal sealed class AssetsReader(SettingsReader reader)
{
    private const string MinimumsName = "OFFRAMP_MINIMUMS";
    private const string DustName = "OFFRAMP_DUST";

    public Assets Read(IReadOnlyList<EvmSettings> networks, bool hasCustodian)
    {
        var assets = Assets.Defaults;
        foreach (var network in networks)
        {
            assets = network.Contracts is { } contracts ? assets.WithNetwork(network.Network, network.ChainId, contracts) : assets;
        }

        assets = hasCustodian ? assets : assets.On([.. networks.Select(network => network.Network)]);
        assets = Amounts(assets, MinimumsName, (asset, amount) => amount.IsPositive ? asset with { Minimum = amount } : null);
        assets = Amounts(assets, "OFFRAMP_MAXIMUMS", (asset, amount) => amount.IsPositive ? asset with { Maximum = amount } : null);
        assets = Amounts(assets, DustName, (asset, amount) => asset with { Dust = amount });
        assets = Amounts(assets, "OFFRAMP_REFUND_COSTS", (asset, amount) => asset with { RefundCost = amount });
        assets = Change(assets, "OFFRAMP_CONFIRMATIONS", "USDT/TRC20=20, or with fewer below an amount USDT/TRC20=3:100:20", WithConfirmations);
        foreach (var asset in assets.All)
        {
            Check(asset);
        }

        return assets;
    }

    private Assets Amounts(Assets assets, string name, Func<Asset, Money, Asset?> edit) => Change(
        assets, name, "USDT/TRC20=1.5", (asset, text) => Money.TryParse(text, asset.Currency, out var amount) && !amount.IsNegative ? edit(asset, amount) : null);

    /// <summary><c>USDT/TRC20=1.5,USDC/ERC20=2</c>, of assets that are taken.</summary>
    /// <param name="edit">Null where it cannot be read.</param>
    private Assets Change(Assets assets, string name, string example, Func<Asset, string, Asset?> edit)
    {
        var changed = new Dictionary<(Currency, Network), Asset>();
        foreach (var entry in (reader.Optional(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (entry.Split('/', '=') is not [var code, var network, var text] || !Currency.TryOf(code, out var currency) || !Network.TryParse(network, out var on)
                || !assets.TryFind(currency, on, out var asset) || edit(asset, text) is not { } edited || !changed.TryAdd((currency, on), edited))
            {
                reader.Problem(name, $"must be asset/network=value, separated by commas, of assets that are taken, each once: {example}");
            }
        }

        return new([.. assets.All.Select(asset => changed.GetValueOrDefault((asset.Currency, asset.Network), asset))]);
    }

    /// <summary><c>20</c>, or <c>3:100:20</c>: 3 below 100 of the asset, 20 from there.</summary>
    private static Asset? WithConfirmations(Asset asset, string text) => text.Split(':') switch
    {
        [var all] when TryCount(all, out var count) => asset with { Confirmations = count, Small = null },
        [var few, var below, var all] when TryCount(few, out var less) && Money.TryParse(below, asset.Currency, out var amount) && amount.IsPositive && TryCount(all, out var count) && less <= count =>
            asset with { Confirmations = count, Small = new(amount, less) },
        _ => null,
    };

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= 100_000;

    private void Check(Asset asset)
    {
        if (asset.Minimum > asset.Maximum)
        {
            reader.Problem(MinimumsName, $"the least {asset.Currency} on {asset.Network} that a sell may be, {asset.Minimum}, is above the most (OFFRAMP_MAXIMUMS), {asset.Maximum}");
        }

        if (asset.Dust >= asset.Minimum)
        {
            reader.Problem(DustName, $"of {asset.Currency} on {asset.Network} {asset.Dust} would be dust, and a sell of {asset.Minimum} is taken ({MinimumsName})");
        }
    }
}

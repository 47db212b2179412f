using OffRamp.Functions.Deposits;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Deposits;

/// <summary>Of which token a transfer is, by its contract: any spelling that is valid, and no other contract.</summary>
[TestClass]
internal sealed class DepositMatchTests
{
    private static readonly Asset OnTron = Assets.Defaults.All.First(asset => asset.Network == Network.TRC20);
    private static readonly Asset OnEthereum = Assets.Defaults.All.First(asset => asset.Network == Network.ERC20 && asset.Currency == Currency.USDT);

    [TestMethod]
    public void The_assets_contract_matches_in_every_valid_spelling()
    {
        string[] spellings = [OnEthereum.Contract.Text, OnEthereum.Contract.Normalized, $"0x{OnEthereum.Contract.Normalized[2..].ToUpperInvariant()}"];

        Assert.IsTrue(spellings.All(spelling => Match(OnEthereum, spelling) == DepositMatchResult.Matches));
        Assert.AreEqual(DepositMatchResult.Matches, Match(OnTron, OnTron.Contract.Text));
    }

    [TestMethod]
    public void A_spelling_whose_checksum_is_wrong_is_no_spelling_of_it()
    {
        var swapped = string.Concat(OnEthereum.Contract.Text.Select((letter, place) => place < 2 ? letter : char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

        Assert.AreEqual(DepositMatchResult.WrongToken, Match(OnEthereum, swapped));
        Assert.AreEqual(DepositMatchResult.WrongToken, Match(OnTron, OnTron.Contract.Text.ToLowerInvariant()));
    }

    [TestMethod]
    public void Another_contract_or_none_is_another_token()
    {
        Assert.AreEqual(DepositMatchResult.WrongToken, Match(OnEthereum, "0x0000000000000000000000000000000000000000"));
        Assert.AreEqual(DepositMatchResult.WrongToken, Match(OnTron, "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"));
        Assert.AreEqual(DepositMatchResult.WrongToken, Match(OnTron, null));
    }

    private static DepositMatchResult Match(Asset asset, string? contract) => DepositMatch.Of(
        A.Transfer() with { Network = asset.Network, ContractAddress = contract }, A.Sell() with { Network = asset.Network }, asset, out _);
}

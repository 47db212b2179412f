using System.Text.Json;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class ApiJsonTests
{
    [TestMethod]
    public void Enums_are_words_and_networks_keep_their_own_spelling()
    {
        var json = JsonSerializer.Serialize(new { Phase = SellPhase.AwaitingDeposit, Network = Network.TRC20, None = (SellPhase?)null }, ApiJson.Options);

        Assert.AreEqual("""{"phase":"awaiting_deposit","network":"TRC20","none":null}""", json);
    }

    [TestMethod]
    public void A_word_that_is_none_of_an_enums_is_refused()
    {
        Assert.AreEqual(Network.ERC20, JsonSerializer.Deserialize<Network>("\"ERC20\"", ApiJson.Options));
        Assert.Throws<Exception>(() => JsonSerializer.Deserialize<Network>("\"erc20\"", ApiJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SellPhase>("\"paid_twice\"", ApiJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SellPhase>("3", ApiJson.Options));
    }
}

namespace OffRamp.Functions.Tests;

[TestClass]
public sealed class ChainAddressTests
{
    [TestMethod]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [DataRow("TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL")]
    public void A_TRON_address_with_its_checksum_is_accepted(string text)
    {
        var isRead = ChainAddress.TryParse(Network.TRC20, text, out var address);

        Assert.IsTrue(isRead);
        Assert.AreEqual(text, address.Normalized);
    }

    [TestMethod]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T", DisplayName = "checksum")]
    [DataRow("tr7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", DisplayName = "case")]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6", DisplayName = "too short")]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t1", DisplayName = "too long")]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj0t", DisplayName = "not base58")]
    [DataRow("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", DisplayName = "a Bitcoin address")]
    [DataRow("T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", DisplayName = "the zero address")]
    [DataRow("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", DisplayName = "more than 25 bytes")]
    [DataRow("Tzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", DisplayName = "the largest that begins with T")]
    [DataRow("T111111111111111111111111111111111", DisplayName = "the smallest that begins with T")]
    [DataRow("1111111111111111111111111111111111", DisplayName = "34 bytes of zero")]
    [DataRow("111111111111111111111111111111111z", DisplayName = "too many leading zeros")]
    [DataRow("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLjé\u20ac", DisplayName = "not ASCII")]
    [DataRow("0xdAC17F958D2ee523a2206206994597C13D831ec7", DisplayName = "of another network")]
    [DataRow("")]
    [DataRow(null)]
    public void Anything_else_is_no_TRON_address(string? text) =>
        Assert.IsFalse(ChainAddress.TryParse(Network.TRC20, text, out _));

    [TestMethod]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [DataRow("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [DataRow("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [DataRow("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    [DataRow("0x52908400098527886E0F7030069857D2E4169EE7")]
    [DataRow("0x27b1fdb04752bbc536007a920d24acb045561c26")]
    [DataRow("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", DisplayName = "no checksum, lower case")]
    [DataRow("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", DisplayName = "no checksum, upper case")]
    public void An_Ethereum_address_is_accepted_as_EIP_55_writes_it(string text)
    {
        var isRead = ChainAddress.TryParse(Network.ERC20, text, out var address);

        Assert.IsTrue(isRead);
        Assert.AreEqual(text.ToLowerInvariant(), address.Normalized);
        Assert.AreEqual(text, address.ToString());
    }

    [TestMethod]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", DisplayName = "checksum")]
    [DataRow("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", DisplayName = "no 0x")]
    [DataRow("0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", DisplayName = "0X")]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", DisplayName = "too short")]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd", DisplayName = "too long")]
    [DataRow("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", DisplayName = "not hexadecimal")]
    [DataRow("0x0000000000000000000000000000000000000000", DisplayName = "the zero address")]
    [DataRow(null)]
    public void Anything_else_is_no_Ethereum_address(string? text) =>
        Assert.IsFalse(ChainAddress.TryParse(Network.ERC20, text, out _));

    [TestMethod]
    public void Two_spellings_are_one_address()
    {
        var mixed = ChainAddress.Parse(Network.ERC20, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        var lower = ChainAddress.Parse(Network.ERC20, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");

        Assert.AreEqual(mixed, lower);
        Assert.AreEqual(mixed.GetHashCode(), lower.GetHashCode());
    }
}

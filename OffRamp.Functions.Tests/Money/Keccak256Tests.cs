using System.Text;

namespace OffRamp.Functions.Tests;

[TestClass]
public sealed class Keccak256Tests
{
    [TestMethod]
    [DataRow("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [DataRow("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [DataRow("The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15")]
    public void Known_messages_have_their_known_hashes(string message, string expected)
    {
        var hash = Keccak256.Hash(Encoding.ASCII.GetBytes(message));

        Assert.AreEqual(expected, Convert.ToHexStringLower(hash));
    }

    [TestMethod]
    [DataRow(135, "3d28d08c3dacab77392064a939f3e7f8d03f2e02e2c664ac08a05f63ac652626", DisplayName = "padding in one byte")]
    [DataRow(136, "b82d89d96e5575d11a9e1f4cabb2a45e60899e69a19a724cd796bdcf13511018", DisplayName = "one full block")]
    [DataRow(200, "3a57666b048777f2c953dc4456f45a2588e1cb6f2da760122d530ac2ce607d4a", DisplayName = "two blocks")]
    public void Messages_around_the_block_size_have_their_known_hashes(int length, string expected)
    {
        var message = Enumerable.Repeat((byte)0xA3, length).ToArray();

        var hash = Keccak256.Hash(message);

        Assert.AreEqual(expected, Convert.ToHexStringLower(hash));
    }
}

using System.Text;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>The expected signatures were computed by OpenSSL over the text that the service's documentation describes.</summary>
[TestClass]
public sealed class SharedKeyTests
{
    private const string Date = "Mon, 02 Feb 2026 03:04:05 GMT";

    private static readonly SharedKey Key = new("acme", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));

    [TestMethod]
    [DataRow("https://acme.table.core.windows.net/Sells()?$filter=PartitionKey%20eq%20%27a%27", "SharedKeyLite acme:L2NacmvC6hIen7PLx7fJlBgskvAxiY3q8IYEMkihU4Y=", DisplayName = "the query is not signed")]
    [DataRow("http://127.0.0.1:10002/acme/Sells(PartitionKey=%27a%7Cb%27,RowKey=%27r%27)", "SharedKeyLite acme:JKeMNPsXzLgSvlc+VteAn/rYRNp09/SvTLRqRTO9qQ8=", DisplayName = "an emulator's address names the account twice")]
    public void A_request_is_signed_as_documented(string address, string expected)
    {
        var header = Key.Authorize(Date, new Uri(address));

        Assert.AreEqual(expected, header);
    }

    [TestMethod]
    public void The_key_shows_nowhere()
    {
        var connection = StorageConnection.WithKey(new Uri("https://acme.table.core.windows.net"), Key);

        Assert.AreEqual("https://acme.table.core.windows.net/ by key of acme", connection.ToString());
        Assert.AreEqual("acme", Key.ToString());
    }
}

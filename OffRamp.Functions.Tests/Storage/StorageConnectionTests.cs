using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class StorageConnectionTests
{
    [TestMethod]
    [DataRow("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/", "devstoreaccount1")]
    [DataRow("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "http://azurite:10002/devstoreaccount1/", "devstoreaccount1")]
    [DataRow("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=AAAA;EndpointSuffix=core.windows.net", "https://acme.table.core.windows.net/", "acme")]
    [DataRow("accountname=acme;accountkey=AAAA;TableEndpoint=http://127.0.0.1:5/acme;BlobEndpoint=x;", "http://127.0.0.1:5/acme/", "acme")]
    public void A_connection_string_names_service_and_account(string text, string endpoint, string account)
    {
        var connection = StorageConnection.Parse(text);

        Assert.AreEqual(endpoint, connection.Endpoint.AbsoluteUri);
        Assert.AreEqual(account, connection.Key!.Account);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("nonsense")]
    [DataRow("AccountName=acme")]
    [DataRow("AccountKey=AAAA")]
    [DataRow("AccountName=acme;AccountKey=")]
    [DataRow("AccountName=acme;AccountKey=not-base64-SECRET")]
    [DataRow("AccountName=acme;AccountKey=AAAA;TableEndpoint=somewhere-SECRETLY")]
    [DataRow("TableEndpoint=https://acme.table.core.windows.net;SharedAccessSignature=sv=1&sig=SECRET")]
    public void A_malformed_one_is_refused_without_showing_the_key(string text)
    {
        var e = Assert.ThrowsExactly<FormatException>(() => StorageConnection.Parse(text));

        Assert.DoesNotContain("SECRET;", e.Message + ";");
    }

    [TestMethod]
    public void Entra_ID_is_asked_for_https_only() =>
        Assert.ThrowsExactly<FormatException>(() => StorageConnection.WithIdentity(new Uri("http://acme.example"), new OneToken()));
}

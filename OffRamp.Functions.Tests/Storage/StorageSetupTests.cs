using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class StorageSetupTests
{
    [TestMethod]
    [DataRow("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [DataRow("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "http://azurite:10002/devstoreaccount1", "devstoreaccount1")]
    [DataRow("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=AAAA;EndpointSuffix=core.windows.net", "https://acme.table.core.windows.net/", "acme")]
    [DataRow("accountname=acme;accountkey=AAAA;TableEndpoint=http://127.0.0.1:5/acme;BlobEndpoint=x;", "http://127.0.0.1:5/acme", "acme")]
    public void A_connection_string_names_service_and_account(string text, string endpoint, string account)
    {
        var client = Client(new(text, null, ""));

        Assert.AreEqual((endpoint, account), (client.Uri.AbsoluteUri, client.AccountName));
    }

    [TestMethod]
    public void The_apps_own_identity_signs_in_where_only_an_address_is_given()
    {
        var client = Client(new(null, new Uri("https://acme.table.core.windows.net/"), ""));

        Assert.AreEqual(("https://acme.table.core.windows.net/", "acme"), (client.Uri.AbsoluteUri, client.AccountName));
    }

    [TestMethod]
    [DataRow("nonsense-SECRET")]
    [DataRow("AccountName=acme")]
    [DataRow("AccountKey=SECRET")]
    [DataRow("AccountName=acme;AccountKey=")]
    [DataRow("AccountName=acme;AccountKey=not-base64-SECRET")]
    public void A_malformed_one_stops_the_start_in_one_line_without_showing_the_key(string text)
    {
        var e = Assert.ThrowsExactly<SettingsException>(() => Client(new(text, null, "")));

        Assert.Contains("AzureWebJobsStorage: ", e.Message);
        Assert.DoesNotContain("SECRET", e.Message);
    }

    [TestMethod]
    public void The_apps_own_identity_is_shown_over_https_only() =>
        Assert.ThrowsExactly<SettingsException>(() => Client(new(null, new Uri("http://acme.example"), "")));

    private static TableServiceClient Client(StorageSettings settings)
    {
        var services = new ServiceCollection();
        services.AddStorage(settings);
        return services.BuildServiceProvider().GetRequiredService<TableServiceClient>();
    }
}

using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

[TestClass]
public sealed class EntraIdTests
{
    [TestMethod]
    public async Task A_token_for_storage_is_sent_and_no_signature()
    {
        var credential = new OneToken();
        var service = new Recorder();
        var store = Open(credential, service);

        await store.Table("Rows").DeleteAsync("p", "r", Azure.ETag.All);
        await store.Table("Rows").DeleteAsync("p", "r", Azure.ETag.All);

        CollectionAssert.AreEqual(new[] { "Bearer the-token", "Bearer the-token" }, service.Authorizations);
        CollectionAssert.AreEqual(new[] { "https://storage.azure.com/.default" }, credential.Scopes.ToArray());
    }

    [TestMethod]
    public async Task Without_a_token_the_service_is_unavailable()
    {
        var store = Open(new NoToken(), new Recorder());

        await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => store.CheckAsync());
    }

    private static TableStore Open(TokenCredential credential, HttpMessageHandler service)
    {
        var options = new TableClientOptions();
        TableServiceOptions.Apply(options, isLoopback: false);
        options.Transport = new HttpClientTransport(service);
        return new TableStore(new TableServiceClient(new Uri("https://acme.table.core.windows.net"), credential, options));
    }

    private sealed class NoToken : TokenCredential
    {
        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("Nobody is signed in.");

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new AuthenticationFailedException("Nobody is signed in.");
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public List<string> Authorizations { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorizations.Add($"{request.Headers.Authorization}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }
}

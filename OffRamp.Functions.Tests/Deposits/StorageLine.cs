using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Deposits;

/// <summary>The way to the storage, which can be cut.</summary>
internal sealed class StorageLine() : DelegatingHandler(new SocketsHttpHandler())
{
    public Func<HttpRequestMessage, bool> Cuts { get; set; } = _ => false;

    public TableStore Open(string connectionString)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(this) };
        options.Retry.MaxRetries = 0;
        return new TableStore(new TableServiceClient(connectionString, options), AzuriteFixture.NewPrefix());
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Cuts(request) ? throw new HttpRequestException("cut") : base.SendAsync(request, cancellationToken);
}

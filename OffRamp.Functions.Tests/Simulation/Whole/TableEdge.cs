using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>The network to the tables: it takes time, is throttled, breaks off, and loses answers of what was done.</summary>
internal sealed class TableEdge(MemoryTables tables, Awaits awaits, Weather weather) : HttpMessageHandler
{
    /// <summary>The product's own store behind that network; it tries again at once.</summary>
    public TableStore Connect()
    {
        var options = new TableClientOptions();
        TableServiceOptions.Apply(options, isLoopback: true);
        options.Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false));
        options.RetryPolicy = new RetryPolicy(4, new AtOnce());
        return new TableStore(new TableServiceClient(new Uri("http://127.0.0.1:1/acme"), new TableSharedKeyCredential("acme", "AQ=="), options));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        await awaits.PassAsync();
        if (weather.LosesAnswer() && weather.Coin())
        {
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent(""), RequestMessage = request };
        }

        var answer = TableWire.Answer(tables, request, body);
        await awaits.PassAsync();
        if (weather.LosesAnswer() && weather.Coin())
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer is lost");
        }

        answer.RequestMessage = request;
        return answer;
    }

    private sealed class AtOnce() : DelayStrategy(TimeSpan.Zero, 0)
    {
        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) => TimeSpan.Zero;
    }
}

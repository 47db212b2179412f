using System.Diagnostics;
using System.Net.Http.Headers;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// Sends one event to one endpoint, once: a signed POST whose status decides, whatever else the answer holds. Redirects
/// are answers like others. What goes wrong on the way is a result and never an exception.
/// </summary>
internal sealed class WebhookSender(WebhookNetwork network, TimeProvider clock) : IDisposable
{
    /// <summary>Longer than the whole schedule would wait, so whatever an endpoint asks for beyond means nothing.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    private readonly HttpMessageInvoker http = network.Open();

    /// <param name="endpoint">Where to, and signed with what.</param>
    /// <param name="id">The event's; the same on every attempt.</param>
    /// <param name="body">Its JSON, signed as it is.</param>
    /// <param name="cancellation">Gives up; whether the endpoint got it is unknown then.</param>
    public async Task<SendResult> SendAsync(
        WebhookEndpoint endpoint, Ids.EventId id, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (endpoint.Secrets.Current is null)
        {
            return SendResult.Failed(SendErrors.SecretLost);
        }

        // The one span of it: HTTP's own would bear the address, which may hold a partner's secret.
        using var span = Telemetry.Source.StartActivity("send webhook", ActivityKind.Client)?.SetTag("event_id", id.ToString());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(network.Patience);
        try
        {
            using var request = Write(endpoint, id.ToString(), body);
            using var response = await http.SendAsync(request, patience.Token);
            span?.SetTag("http.response.status_code", (int)response.StatusCode);
            return new((int)response.StatusCode, null, RetryAfter(response.Headers));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SendResult.Failed(SendErrors.TimedOut);
        }
        catch (Exception e) when (BrokenConnection.Is(e))
        {
            return SendResult.Failed(Why(e));
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Write(WebhookEndpoint endpoint, string id, ReadOnlyMemory<byte> body)
    {
        var now = clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("OffRamp-Webhooks", "1.0"));
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(now));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, now, body.Span, endpoint.Secrets.At(now)));
        return request;
    }

    // A date is told by the endpoint's clock, which its Date header knows; ours may have been moved.
    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter is not { } asked ? null : asked.Delta ?? asked.Date - (headers.Date ?? clock.GetUtcNow());
        return wait is not { } length || length <= TimeSpan.Zero ? null : length < LongestRetryAfter ? length : LongestRetryAfter;
    }

    private static string Why(Exception e) => e switch
    {
        { InnerException: AddressRefusedException } => SendErrors.AddressRefused,
        { InnerException: OperationCanceledException or TimeoutException } => SendErrors.TimedOut,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => SendErrors.NameNotResolved,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => SendErrors.TlsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            SendErrors.BadAnswer,
        _ => SendErrors.ConnectionFailed,
    };
}

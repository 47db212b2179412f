using System.Net.Sockets;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>The fields that <see cref="WebhookEndpointRequest"/> reads, for the API's description.</summary>
internal sealed record WebhookEndpointBody
{
    public required string Url { get; init; }
    public IReadOnlyList<string>? EventTypes { get; init; }
}

/// <summary>Where a partner wants its webhooks, and which.</summary>
internal sealed record WebhookEndpointRequest(Uri Url, IReadOnlyList<string>? EventTypes)
{
    // A resolver that is silent holds nobody up.
    private static readonly TimeSpan LongestResolving = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads a body, and looks where the address leads now. That spares a partner a surprise; what keeps webhooks off our
    /// own network is that <see cref="WebhookNetwork"/> looks again at each connection.
    /// </summary>
    /// <exception cref="ProblemException">422 with everything that is wrong with it.</exception>
    public static async Task<WebhookEndpointRequest> ReadAsync(JsonFields body, WebhookNetwork network, CancellationToken cancellation)
    {
        var url = ReadUrl(body);
        var types = body.List("event_types", WebhookTypes.All.Count, WebhookTypes.All.Contains, "a type of event such as sell.completed");
        if (types is { Count: 0 } && !body.Problems.Found.Any(problem => problem.Path.StartsWith("event_types", StringComparison.Ordinal)))
        {
            body.Fail("event_types", "too_short", "event_types must name a type; leave it out for all of them.");
        }

        if (url is not null && await WhyNotAsync(url, network, cancellation) is var (code, why))
        {
            body.Fail("url", code, $"url must be an https address on the public internet: {why}.");
        }

        body.ThrowIfInvalid();
        return new(url!, types is null ? null : [.. types.Distinct()]);
    }

    private static Uri? ReadUrl(JsonFields body)
    {
        if (body.Text("url", required: true, maximum: 2048) is not { } text)
        {
            return null;
        }

        if (JsonUrls.IsPlain(text) && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { UserInfo.Length: 0, Fragment.Length: 0, Port: > 0 } && IsWrittenOut(url))
        {
            return url;
        }

        body.Fail("url", "invalid_url", "url must be an https address, without a user or a fragment.");
        return null;
    }

    // http://2130706433 and http://0x7f.1 are 127.0.0.1 to some, and to others a name.
    private static bool IsWrittenOut(Uri url) => url.HostNameType != UriHostNameType.IPv4
        || url.OriginalString.Contains($"://{url.Host}", StringComparison.Ordinal);

    private static async Task<(string Code, string Why)?> WhyNotAsync(Uri url, WebhookNetwork network, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(LongestResolving);
        try
        {
            await network.FindAsync(url.Scheme, url.IdnHost, patience.Token);
            return null;
        }
        catch (AddressRefusedException) when (url.Scheme != Uri.UriSchemeHttps)
        {
            return ("invalid_url", "this is not https");
        }
        catch (AddressRefusedException)
        {
            return ("url_not_public", "this leads to an address that is not");
        }
        catch (Exception e) when (e is SocketException or ArgumentException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return ("url_not_resolved", "its name leads nowhere at the moment");
        }
    }
}

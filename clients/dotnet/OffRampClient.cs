using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>
/// OffRamp for a partner's backend. Make one and keep it: it is safe to use from many threads at once. Every call throws an
/// <see cref="OffRampException"/> where it is not done.
/// </summary>
public sealed class OffRampClient : IDisposable
{
    private readonly HttpClient? own;

    /// <summary>With connections of its own.</summary>
    public OffRampClient(OffRampOptions options)
        : this(Api.NewHttp(), options) => own = http;

    /// <summary>With connections that somebody else keeps, such as <c>IHttpClientFactory</c>.</summary>
    public OffRampClient(HttpClient http, OffRampOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Token);
        this.http = http;
        var api = new Api(http, options);
        Sessions = new(api);
        Sells = new(api);
        Quotes = new(api);
        Capabilities = new(api);
        Events = new(api);
        Webhooks = new(api);
        Settlements = new(api);
        Widget = new(api);
    }

    private readonly HttpClient http;

    /// <summary>Attempts to sell.</summary>
    public SessionsApi Sessions { get; }

    /// <summary>What became of them.</summary>
    public SellsApi Sells { get; }

    /// <summary>What a sell would bring.</summary>
    public QuotesApi Quotes { get; }

    /// <summary>What can be sold, and on what terms.</summary>
    public CapabilitiesApi Capabilities { get; }

    /// <summary>Everything that happens.</summary>
    public EventsApi Events { get; }

    /// <summary>Where that is told, and what became of each telling.</summary>
    public WebhooksApi Webhooks { get; }

    /// <summary>What was booked, by day.</summary>
    public SettlementsApi Settlements { get; }

    /// <summary>The shapes of the widget API.</summary>
    public WidgetApi Widget { get; }

    /// <summary>Ends the connections, where they are its own.</summary>
    public void Dispose() => own?.Dispose();
}

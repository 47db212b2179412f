using OffRamp.Client.Models;
using static OffRamp.Client.Paths;

namespace OffRamp.Client;

/// <summary>Attempts to sell.</summary>
public sealed class SessionsApi
{
    private readonly Api api;

    internal SessionsApi(Api api) => this.api = api;

    /// <summary>Opens one. Under the same key again it is the same session.</summary>
    public Task<Session> CreateAsync(GateSessionBody session, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<Session>("/v1/sessions", session, call, cancellation);

    /// <summary>Reads one; without its secret.</summary>
    public Task<Session> GetAsync(string id, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Session>($"/v1/sessions/{At(id)}", call, cancellation);

    /// <summary>Newest first.</summary>
    public PagedList<Session> List(SessionQuery? query = null) => new((cursor, cancellation) => api.GetAsync<Page<Session>>(
        Query("/v1/sessions", ("status", query?.Status), ("user_reference", query?.UserReference), ("limit", query?.Limit), ("cursor", cursor)), null, cancellation));

    /// <summary>Cancels one, as long as no deposit was seen.</summary>
    /// <exception cref="OffRampConflictException"><c>deposit_already_detected</c>, or <c>session_not_cancellable</c>.</exception>
    public Task<Session> CancelAsync(string id, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<Session>($"/v1/sessions/{At(id)}/cancel", null, call, cancellation);

    /// <summary>Gives it another secret and link; the old ones end.</summary>
    public Task<Session> RenewClientSecretAsync(string id, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<Session>($"/v1/sessions/{At(id)}/client_secret", null, call, cancellation);
}

/// <summary>Sells.</summary>
public sealed class SellsApi
{
    private readonly Api api;

    internal SellsApi(Api api) => this.api = api;

    /// <summary>Reads one.</summary>
    public Task<Sell> GetAsync(string id, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Sell>($"/v1/sells/{At(id)}", call, cancellation);

    /// <summary>Newest first.</summary>
    public PagedList<Sell> List(SellQuery? query = null) => new((cursor, cancellation) => api.GetAsync<Page<Sell>>(
        Query(
            "/v1/sells", ("status", query?.Status), ("phase", query?.Phase), ("label", query?.Label), ("user_reference", query?.UserReference),
            ("tx_hash", query?.TxHash), ("created_after", query?.CreatedAfter), ("created_before", query?.CreatedBefore), ("limit", query?.Limit), ("cursor", cursor)),
        null,
        cancellation));

    /// <summary>
    /// How it stands at once, then each change. A courtesy to whoever looks: book by webhooks or the feed. A lost connection is
    /// made again, and nothing is told twice.
    /// </summary>
    /// <param name="id">The sell's.</param>
    /// <param name="after">The last sequence that was heard: what came after it is told first.</param>
    /// <param name="untilEnd">Ends when the sell has ended.</param>
    /// <param name="cancellation">Stops it.</param>
    public IAsyncEnumerable<LiveUpdate> FollowAsync(string id, long? after = null, bool untilEnd = true, CancellationToken cancellation = default) =>
        LiveUpdates.FollowAsync(api, $"/v1/sells/{At(id)}/realtime", after, untilEnd, cancellation);
}

/// <summary>Indicative quotes.</summary>
public sealed class QuotesApi
{
    private readonly Api api;

    internal QuotesApi(Api api) => this.api = api;

    /// <summary>What a sell would bring at this moment. Nobody can sell on it.</summary>
    public Task<Quote> CreateAsync(QuoteBody quote, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<Quote>("/v1/quotes", quote, call, cancellation);
}

/// <summary>What can be sold.</summary>
public sealed class CapabilitiesApi
{
    private readonly Api api;

    internal CapabilitiesApi(Api api) => this.api = api;

    /// <summary>What can be sold, and on what terms; with a filter also whether it can be sold now.</summary>
    public Task<Capabilities> GetAsync(CapabilitiesQuery? query = null, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Capabilities>(
            Query("/v1/capabilities", ("country", query?.Country), ("fiat_currency", query?.FiatCurrency), ("asset", query?.Asset), ("network", query?.Network)),
            call, cancellation);
}

/// <summary>The pull feed.</summary>
public sealed class EventsApi
{
    private readonly Api api;

    internal EventsApi(Api api) => this.api = api;

    /// <summary>Every event, oldest first, and on and on.</summary>
    public EventFeed Feed(FeedOptions? options = null) => new(api, options ?? new());

    /// <summary>One page of them, as there are at this moment: the first, or the one after a cursor. Its own cursor is never null.</summary>
    public Task<Page<OffRampEvent>> PageAsync(FeedOptions? options = null, CancellationToken cancellation = default) =>
        EventFeed.PageAsync(api, options ?? new(), options?.After, cancellation);
}

/// <summary>What was booked.</summary>
public sealed class SettlementsApi
{
    private readonly Api api;

    internal SettlementsApi(Api api) => this.api = api;

    /// <summary>What was booked on a UTC day, by sell.</summary>
    /// <param name="date">The UTC day.</param>
    /// <param name="currency">Only what was booked in this one.</param>
    /// <param name="cursor">The next page of a large day.</param>
    /// <param name="call">What may be said with each call.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Settlement> GetAsync(
        DateOnly date, string? currency = null, string? cursor = null, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Settlement>(Query("/v1/settlements", ("date", date), ("currency", currency), ("cursor", cursor)), call, cancellation);

    /// <summary>The same as CSV: the bytes of the file.</summary>
    public Task<byte[]> GetCsvAsync(DateOnly date, string? currency = null, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetCsvAsync(Query("/v1/settlements", ("date", date), ("currency", currency)), call, cancellation);

    /// <summary>A month, day by day.</summary>
    public Task<Statement> GetStatementAsync(int year, int month, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Statement>(Query("/v1/statements", ("month", $"{year:D4}-{month:D2}")), call, cancellation);

    /// <summary>The same as CSV: the bytes of the file.</summary>
    public Task<byte[]> GetStatementCsvAsync(int year, int month, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetCsvAsync(Query("/v1/statements", ("month", $"{year:D4}-{month:D2}")), call, cancellation);

    /// <summary>What the partner has earned so far, by currency.</summary>
    public Task<Balances> GetBalancesAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Balances>("/v1/balances", call, cancellation);
}

/// <summary>The shapes of the widget API.</summary>
public sealed class WidgetApi
{
    private readonly Api api;

    internal WidgetApi(Api api) => this.api = api;

    /// <summary>Opens a session in the widget's shape. <c>proofWidget.run()</c> takes it as it is.</summary>
    public Task<Session> CreateSessionAsync(ProofSessionBody session, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<Session>("/widget/session", session, call, cancellation);

    /// <summary>A sell in five words, by its own id or its session's.</summary>
    public Task<Transaction> GetTransactionAsync(string id, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<Transaction>($"/widget/transactions/{At(id)}", call, cancellation);

    /// <summary>Whether a user may sell.</summary>
    public Task<UserKyc> GetKycStatusAsync(string partnerUserId, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<UserKyc>($"/widget/users/{At(partnerUserId)}/kyc-status", call, cancellation);
}

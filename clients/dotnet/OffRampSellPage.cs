using OffRamp.Client.Models;
using static OffRamp.Client.Paths;

namespace OffRamp.Client;

/// <summary>What the hosted sell page does, for a page of one's own: by a session's <c>client_secret</c>, which belongs to its user.</summary>
public sealed class OffRampSellPage
{
    private readonly Api api;
    private readonly string root;

    /// <param name="http">By which calls are made.</param>
    /// <param name="baseUrl">Where OffRamp is.</param>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="clientSecret">Its secret.</param>
    public OffRampSellPage(HttpClient http, Uri baseUrl, string sessionId, string clientSecret) =>
        (api, root) = (new(http, new() { BaseUrl = baseUrl, Token = clientSecret }), $"/widget/sessions/{At(sessionId)}");

    /// <summary>The session and its sell.</summary>
    public Task<PageSession> GetAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.GetAsync<PageSession>(root, call, cancellation);

    /// <summary>Starts or resumes the verification.</summary>
    public Task<StartedKyc> StartKycAsync(KycBody? body = null, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<StartedKyc>($"{root}/kyc", body, call, cancellation);

    /// <summary>Terms that stand for 60 seconds.</summary>
    public Task<Quote> LockQuoteAsync(AmountBody? body = null, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<Quote>($"{root}/quote", body, call, cancellation);

    /// <summary>Sells on a locked quote. The answer says where to send the crypto.</summary>
    public Task<PageSell> StartSellAsync(SellBody body, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<PageSell>($"{root}/sell", body, call, cancellation);

    /// <summary>Cancels, as long as no deposit was seen.</summary>
    public Task<PageSession> CancelAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<PageSession>($"{root}/cancel", null, call, cancellation);

    /// <summary>"I already sent it": the custodian is asked now.</summary>
    public Task<PageSell> CheckDepositAsync(CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<PageSell>($"{root}/check_deposit", null, call, cancellation);

    /// <summary>What the sell has asked its user for.</summary>
    public Task<PageSell> GivePayoutDetailsAsync(PayoutDetailsBody body, CallOptions? call = null, CancellationToken cancellation = default) =>
        api.PostAsync<PageSell>($"{root}/payout_details", body, call, cancellation);

    /// <summary>How the session and its sell stand at once, then each change.</summary>
    public IAsyncEnumerable<LiveUpdate> FollowAsync(long? after = null, bool untilEnd = true, CancellationToken cancellation = default) =>
        LiveUpdates.FollowAsync(api, $"{root}/realtime", after, untilEnd, cancellation);
}

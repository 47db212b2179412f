using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Sells.Waking;

/// <summary>
/// What is done about a sell that is late: its orchestration is started again or hinted, and the sell is advanced without it. An
/// orchestration that runs may wait for a call that a dead host took with it: for minutes, and deaf to hints.
/// </summary>
internal sealed partial class ReviveSell(OpenSells open, AdvanceInline inline, SellOrchestrations orchestrations, DeafSells deaf, Deliveries deliveries, ILogger<ReviveSell> logger)
{
    /// <summary>An engine may take five minutes over the leases of a host that died.</summary>
    private const int RoundsBeforeAlarm = 5;

    /// <param name="sell">Who is late.</param>
    /// <param name="found">Its row in the index.</param>
    /// <param name="isDeaf">Whether an orchestration that runs has had its time.</param>
    /// <param name="cancellation">Gives up; the next visit goes on.</param>
    public async Task ReviveAsync(Sell sell, OpenSell found, bool isDeaf, CancellationToken cancellation)
    {
        var (revival, rounds) = (await orchestrations.ReviveAsync(sell, isDeaf, cancellation), found.Rounds + 1);
        await open.CountRoundAsync(found, cancellation);
        if (rounds > 1 || revival != Revival.Hinted)
        {
            SellMetrics.WasLate(revival);
            LogLate(sell.Id.ToString(), found.WakeAt, revival);
        }

        if (revival == Revival.Suspended)
        {
            LogAlarm(sell.Id.ToString(), "its orchestration is suspended");
        }

        if (rounds >= RoundsBeforeAlarm)
        {
            LogAlarm(sell.Id.ToString(), "no orchestration moves it");
        }

        // One that was just started goes by itself; found late once more it does not.
        if (revival == Revival.Hinted ? !isDeaf : revival == Revival.Started && rounds == 1)
        {
            return;
        }

        if (revival == Revival.Hinted)
        {
            deaf.Add(sell.Id);
        }

        await inline.RunAsync(sell.Id, cancellation);
    }

    public Task SeeToWebhooksAsync(StoredSell stored) => deliveries.SeeToAsync(stored.Sell.Id, stored.SendingAt);

    public Task<Step> AdvanceInlineAsync(SellId sell, CancellationToken cancellation) => inline.RunAsync(sell, cancellation);

    public Task EndAsync(Sell sell, CancellationToken cancellation) => orchestrations.EndAsync(sell, cancellation);

    public void Failed(SellId sell, Exception exception) => LogVisitFailed(exception, sell.ToString());

    [LoggerMessage(Level = LogLevel.Error, Message = "A late sell could not be visited. Sell: {SellId}.")]
    private partial void LogVisitFailed(Exception exception, string sellId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sell is late and was revived. Sell: {SellId}. Promised: {WakeAt}. Revival: {Revival}.")]
    private partial void LogLate(string sellId, DateTimeOffset wakeAt, Revival revival);

    [LoggerMessage(EventId = 911, Level = LogLevel.Error, Message = "ALARM: a sell needs a person. Sell: {SellId}. Reason: {Reason}.")]
    private partial void LogAlarm(string sellId, string reason);
}

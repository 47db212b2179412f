using System.Diagnostics.Metrics;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Webhooks.Out.Endpoint;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>Sends what may go out now, in order: up to the first that is not taken, for some seconds at most.</summary>
internal sealed partial class DeliveryRound(
    WebhookEndpoints endpoints, WebhookSender sender, SendingSlots slots, TimeProvider clock, ILogger<DeliveryRound> log)
{
    // The last try may take 15 s more; the host gives a visit 60.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly Histogram<double> Lag = Telemetry.Meter.CreateHistogram<double>(
        "offramp.webhook.lag", "s", "From a change to the partner's endpoint taking its webhook.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 30, 60, 300, 3_600, 21_600, 86_400, 259_200] });

    /// <summary>Goes through what is pending; what has become of it is in the round.</summary>
    /// <returns>When to come again; null where nothing is left.</returns>
    public async Task<DateTimeOffset?> RunAsync(OutboxContent found, Round round, CancellationToken cancellation)
    {
        if (!found.Undelivered.Any())
        {
            return null;
        }

        var endpoint = await endpoints.FindAsync(found.Owner.PartnerId, cancellation);
        using var slot = slots.For(found.Owner.PartnerId);
        var enough = Environment.TickCount64 + (long)Longest.TotalMilliseconds;
        foreach (var outgoing in found.Undelivered)
        {
            if (round.IsFull || Environment.TickCount64 >= enough)
            {
                return clock.GetUtcNow();
            }

            if (endpoint is not { IsDisabled: false } || !endpoint.Wants(outgoing.Event.Type))
            {
                round.Settle(outgoing with { State = DeliveryState.Skipped });
                continue;
            }

            if (round.Sending.NextAt is { } next && next > clock.GetUtcNow())
            {
                return next;
            }

            if (!slot.TryTake(out var pause))
            {
                return clock.GetUtcNow() + pause;
            }

            var result = await SendAsync(endpoint, outgoing, found.Owner, round, cancellation);
            slot.Report(result.StatusCode is not null);
            if (result.IsGone)
            {
                await endpoints.DisableAsync(endpoint, "gone", cancellation);
                endpoint = null;
            }
        }

        return round.Sending.NextAt;
    }

    private async Task<SendResult> SendAsync(WebhookEndpoint endpoint, OutgoingEvent outgoing, EventOwner owner, Round round, CancellationToken cancellation)
    {
        var at = clock.GetUtcNow();
        var result = await sender.SendAsync(endpoint, outgoing.Event.Id, EventView.Of(outgoing.Event, owner).ToBody(), cancellation);
        Keep(round, outgoing.With(new(at, result.StatusCode, result.Error)), result);
        return result;
    }

    private void Keep(Round round, OutgoingEvent tried, SendResult result)
    {
        if (result.IsDelivered)
        {
            Lag.Record((clock.GetUtcNow() - tried.Event.CreatedAt).TotalSeconds);
        }

        if (result.IsDelivered || result.IsGone)
        {
            round.Settle(tried with { State = result.IsGone ? DeliveryState.Skipped : DeliveryState.Delivered });
        }
        else if (WebhookRetry.WaitAfter(round.Sending.Tried + 1, tried.Event.Id, result.RetryAfter) is { } wait)
        {
            round.Postpone(tried, clock.GetUtcNow() + wait);
        }
        else
        {
            round.Settle(tried with { State = DeliveryState.Dead });
            GivenUp(tried.Event.Id, tried.Event.Type);
        }
    }

    [LoggerMessage(EventId = 921, Level = LogLevel.Error, Message = "A webhook was given up after ten tries; the sell's next one goes out. Event: {EventId}. Type: {Type}.")]
    private partial void GivenUp(EventId eventId, string type);
}

using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Integration;

/// <summary>
/// Sends what is new to the Service Bus topic, in order: up to the first that is not taken, for some seconds at most. It is
/// at least once and for as long as it takes; it goes on beside the webhooks, and neither waits for the other. Only what is
/// larger than the topic ever takes is left out, and said so: the feed has it.
/// </summary>
internal sealed partial class PublishEvents(EventTopic topic, TimeProvider clock, ILogger<PublishEvents> log) : IEventMessages
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    /// <remarks>Where there is no topic all of it is done: it is not sent to one that comes later.</remarks>
    public async Task<Publishing> RunAsync(SellId sell, OutboxContent found, CancellationToken cancellation)
    {
        var reached = found.Sending.Published;
        if (topic.IsOn && reached.NextAt > clock.GetUtcNow())
        {
            return reached;
        }

        var enough = Environment.TickCount64 + (long)Longest.TotalMilliseconds;
        List<WebhookEvent> next = [.. found.Pending.Select(outgoing => outgoing.Event).Where(told => told.Sequence > found.Sending.Published.To)];
        foreach (var told in next.Take(Round.MostAtOnce))
        {
            if (Environment.TickCount64 >= enough)
            {
                return reached;
            }

            if (topic.IsOn)
            {
                var answer = await topic.SendAsync(told.Id, sell, told.Type, EventView.Of(told, found.Owner).ToBody(), cancellation);
                if (answer == TopicAnswer.TooLarge)
                {
                    LeftOut(sell, told.Id); // it would be so for ever, and hold up what comes after it
                }
                else if (answer != TopicAnswer.Taken)
                {
                    return Postpone(reached, sell, told, answer);
                }
            }

            reached = new(told.Sequence, 0, null);
        }

        return next.Count > Round.MostAtOnce ? reached : reached with { To = found.Last };
    }

    private Publishing Postpone(Publishing reached, SellId sell, WebhookEvent told, TopicAnswer answer)
    {
        var tried = reached.Tried + 1;
        var wait = PublishRetry.WaitAfter(tried, told.Id, isRefused: answer == TopicAnswer.Refused);
        if (wait >= PublishRetry.Longest)
        {
            Refused(sell, told.Id, answer);
        }
        else
        {
            NotTaken(sell, told.Id, answer);
        }

        return reached with { Tried = tried, NextAt = clock.GetUtcNow() + wait };
    }

    [LoggerMessage(EventId = 931, Level = LogLevel.Error, Message = "The Service Bus topic does not take integration events: they are kept, and tried every 5 minutes. Sell: {SellId}. Event: {EventId}. Answer: {Answer}.")]
    private partial void Refused(SellId sellId, Ids.EventId eventId, TopicAnswer answer);

    [LoggerMessage(LogLevel.Warning, "The Service Bus topic did not take an integration event, which is tried again. Sell: {SellId}. Event: {EventId}. Answer: {Answer}.")]
    private partial void NotTaken(SellId sellId, Ids.EventId eventId, TopicAnswer answer);

    [LoggerMessage(EventId = 932, Level = LogLevel.Error, Message = "An integration event is larger than the Service Bus topic takes and was left out: read it from the feed. Sell: {SellId}. Event: {EventId}.")]
    private partial void LeftOut(SellId sellId, Ids.EventId eventId);
}

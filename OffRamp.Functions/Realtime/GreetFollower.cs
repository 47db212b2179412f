using OffRamp.Functions.Sessions;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// Tells a new connection what it wants to know before it joins those who hear of each change, and what happened while
/// it joined. So nothing is missing, and what comes twice bears the same sequence.
/// </summary>
internal sealed partial class GreetFollower(WebPubSub service, SessionStore sessions, EventFeed feed, ILogger<GreetFollower> log)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whoever cannot be told everything is sent away, and may come again. Nobody waits for it.</summary>
    public async Task RunAsync(LiveTicket ticket, string connection)
    {
        using var patience = new CancellationTokenSource(Patience);
        if (!await SucceedsAsync(ticket, connection, patience.Token))
        {
            await service.CloseAsync(connection, CancellationToken.None);
        }
    }

    private async Task<bool> SucceedsAsync(LiveTicket ticket, string connection, CancellationToken cancellation)
    {
        try
        {
            if (await sessions.FindAsync(ticket.Sell.Session, cancellation) is not { } found)
            {
                return false;
            }

            var last = found.Sell?.Sequence ?? found.Session.Sequence;
            return await TellAsync(found.Session, connection, ticket.After ?? last - 1, cancellation) is { } told
                && await service.JoinAsync($"{ticket.Sell}", connection, cancellation)
                && await TellAsync(found.Session, connection, told, cancellation) is not null;
        }
        catch (Exception e)
        {
            NotGreeted(e);
            return false;
        }
    }

    /// <summary>Up to which event it was told; null where the connection is gone.</summary>
    private async Task<long?> TellAsync(Session session, string connection, long after, CancellationToken cancellation)
    {
        while (await feed.ReadAsync(session.Id.Sell, session.PartnerId, after, AtOnce, cancellation) is { Count: > 0 } items)
        {
            foreach (var item in items)
            {
                if (!await service.SendAsync(connection, LiveUpdate.Of(item.Event), cancellation))
                {
                    return null;
                }

                after = item.Place;
            }
        }

        return after;
    }

    [LoggerMessage(LogLevel.Warning, "A connection could not be told how its sell stands, and was closed")]
    private partial void NotGreeted(Exception exception);
}

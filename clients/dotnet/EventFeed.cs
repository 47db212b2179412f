using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>Where to begin, and how to read on.</summary>
public sealed record FeedOptions
{
    /// <summary>The <see cref="EventFeed.Cursor"/> to go on from.</summary>
    public string? After { get; init; }

    /// <summary>Where there is no cursor yet: the time to begin at.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only the events of this sell and its session.</summary>
    public string? SellId { get; init; }

    /// <summary>Events a page, 1 to 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long to wait where there is nothing new.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>
/// A partner's events, oldest first, and on and on: at the end of what there is it waits for more. <see cref="Cursor"/> is the
/// place to go on from; it moves only when every event of a page was taken, so that a process that dies in between hears some
/// again and misses none.
/// </summary>
public sealed class EventFeed : IAsyncEnumerable<OffRampEvent>
{
    private readonly Api api;
    private readonly FeedOptions options;

    internal EventFeed(Api api, FeedOptions options) => (this.api, this.options, Cursor) = (api, options, options.After);

    /// <summary>Store it with what the events led to, and give it as <see cref="FeedOptions.After"/> next time; null before the first page.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Ends only when it is cancelled.</summary>
    public async IAsyncEnumerator<OffRampEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var page = await PageAsync(api, options, Cursor, cancellationToken).ConfigureAwait(false);
            foreach (var told in page.Data)
            {
                yield return told;
            }

            Cursor = page.NextCursor ?? Cursor;
            if (!page.HasMore)
            {
                await Task.Delay(options.Every, api.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    internal static Task<Page<OffRampEvent>> PageAsync(Api api, FeedOptions options, string? after, CancellationToken cancellation) => api.GetAsync<Page<OffRampEvent>>(
        Paths.Query("/v1/events", ("after", after), ("from", after is null ? options.From : null), ("sell_id", options.SellId), ("limit", options.Limit)),
        null,
        cancellation);
}

using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Sells.Store;

/// <summary>A sell as read: with its version, and with what arrived for it and was not taken in yet, oldest first.</summary>
internal sealed record StoredSell(Sell Sell, ETag ETag, IReadOnlyList<InboxItem> Inbox)
{
    /// <summary>How far its events have come on their way out.</summary>
    public Sending Sending { get; init; } = new();

    public bool HasUndelivered => Sending.DoneTo < Sell.Sequence;

    /// <summary>When the next of its events should go out, of those that have not.</summary>
    public DateTimeOffset SendingAt => Sending.NextFrom(Sell.UpdatedAt);
}

/// <summary>A sell with all its bookings.</summary>
internal sealed record BookedSell(Sell Sell, IReadOnlyList<Posting> Postings);

/// <summary>Something that is new, with the rows that keep it.</summary>
/// <param name="Item">What it says.</param>
/// <param name="Row">The item's own.</param>
/// <param name="Message">By which the message is known when it comes again.</param>
internal sealed record Arrival(InboxItem Item, Row Row, Row Message);

/// <summary>What became of a commit.</summary>
/// <param name="Revision">Of the record that it wrote; null where it wrote nothing.</param>
/// <param name="Instead">The sell as it is, where somebody else was faster.</param>
internal sealed record CommitResult(long? Revision, StoredSell? Instead)
{
    /// <summary>Whether a row that was to be new was there already.</summary>
    public bool WasThere { get; init; }
}

/// <summary>Whether an inbox item was taken in yet, and, if it was refused, by which code of the contract.</summary>
internal sealed record InboxFate(bool IsDecided, string? Refusal);

/// <summary>Reads and writes sells. A change of a sell is one entity-group transaction, or it did not happen.</summary>
internal sealed class SellStore(TableStore store, Outbox outbox, TimeProvider clock)
{
    /// <summary>More would not fit into one transaction with the events and bookings they cause; the rest is read the next time.</summary>
    public const int MaximumTaken = 10;

    private readonly RecentSells recent = new(clock);
    private readonly Table table = store.Table(StorageNames.Sells);
    private readonly SellIndex ways = new(store);

    /// <summary>The sell and its unhandled inbox, in one request; null when there is no such sell.</summary>
    public async Task<StoredSell?> ReadAsync(SellId id, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id))
            .And.RowKeyBetween(SellKeys.InboxPrefix, SellKeys.Session)
            .And.Int64AtMost(SellKeys.Handled, 0);
        (Sell, ETag)? head = null;
        var inbox = new List<InboxItem>();
        var sending = new Sending();
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (row.RowKey == SellKeys.Sell)
            {
                head = (SellRows.SellOf(row), row.ETag);
            }
            else if (row.RowKey == SellKeys.Sending)
            {
                sending = Sending.Of(row);
            }
            else
            {
                inbox.Add(SellRows.InboxItemOf(row));
            }
        }

        var oldest = inbox.OrderBy(item => item.ReceivedAt).Take(MaximumTaken).ToList();
        return head is var (sell, etag) ? new StoredSell(sell, etag, oldest) { Sending = sending } : null;
    }

    /// <summary>
    /// For an activity that follows a commit in this process: the sell as that commit left it, without a request and
    /// without the inbox. Its version guards what is made of it. Only while money is on its way, where no deadline is
    /// applied; in every other phase the inbox must be read.
    /// </summary>
    public async Task<StoredSell?> ReadRecentAsync(SellId id, CancellationToken cancellation) =>
        recent.Find(id, RecentSells.JustNow) is { Sell.Phase: SellPhase.PayingOut } known ? known : await ReadAsync(id, cancellation);

    /// <summary>
    /// For what has just arrived: the sell as this process last wrote it, without a request and without the inbox, if it did some
    /// minutes ago at most and nothing is due by now: a deadline is never applied to an inbox that was not read.
    /// </summary>
    public async Task<StoredSell?> ReadLatestAsync(SellId id, DateTimeOffset now, CancellationToken cancellation) =>
        recent.Find(id, RecentSells.Lifetime) is { } known && now < known.Sell.WakeAt ? known : await ReadAsync(id, cancellation);

    /// <summary>The sell alone; null when there is none.</summary>
    public async Task<Sell?> FindAsync(SellId id, CancellationToken cancellation)
    {
        var row = await table.GetAsync(SellKeys.Partition(id), SellKeys.Sell, cancellation: cancellation);
        return row is null ? null : SellRows.SellOf(row);
    }

    /// <summary>The sell with its bookings, in one request where they fit into one answer; null when there is no such sell.</summary>
    public async Task<BookedSell?> ReadBookedAsync(SellId id, CancellationToken cancellation)
    {
        var filter = TableFilter.PartitionEquals(SellKeys.Partition(id)).And.RowKeyBetween(SellKeys.LedgerPrefix, SellKeys.Session);
        Sell? sell = null;
        var postings = new List<Posting>();
        await foreach (var row in table.QueryAllAsync(filter, cancellation))
        {
            if (row.RowKey == SellKeys.Sell)
            {
                sell = SellRows.SellOf(row);
            }
            else if (row.RowKey.StartsWith(SellKeys.LedgerPrefix, StringComparison.Ordinal))
            {
                postings.Add(SellRows.PostingOf(row));
            }
        }

        return sell is null ? null : new BookedSell(sell, postings);
    }

    /// <summary>Stores a new sell, its first event, and the session that became it.</summary>
    /// <exception cref="StorageConflictException">The session has a sell already.</exception>
    /// <exception cref="StoragePreconditionException">The session was changed meanwhile.</exception>
    public async Task StartAsync(Sell sell, SellEvent started, TableOperation session, CancellationToken cancellation)
    {
        await ways.EnterAsync(null, sell, cancellation);
        var told = SellRows.EventOf(started);
        var versions = await table.TransactAsync(
            SellKeys.Partition(sell.Id),
            [TableOperation.Insert(told.ToRow(sell.Id)), TableOperation.Insert(SellRows.Of(sell)), session],
            cancellation);
        outbox.Written(sell.Id, [told], versions);
        Keep(sell, versions[1]);
    }

    /// <summary>
    /// Writes a decision under the version it was made from. Nothing is written when somebody else was first: decide again
    /// from what is there now. A write that was retried on the way may have succeeded and still read as a conflict; its commit id tells.
    /// </summary>
    /// <param name="before">The sell as it was read, and of its inbox what was decided on.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="arrived">What of that is not in the inbox yet, and is stored with the rest.</param>
    /// <param name="cancellation">Gives up; whether it is written is unknown then.</param>
    public async Task<CommitResult> CommitAsync(StoredSell before, Decision decision, Arrival? arrived, CancellationToken cancellation)
    {
        var commitId = Guid.CreateVersion7().ToString("N");
        var sell = decision.Sell with { CommitId = commitId, Revision = before.Sell.Revision + 1 };
        var gone = await ways.EnterAsync(before.Sell, sell, cancellation);
        List<WebhookEvent> told = [.. decision.Events.Select(SellRows.EventOf)];
        try
        {
            var etags = await table.TransactAsync(SellKeys.Partition(sell.Id), [.. Operations(before, decision, sell, told, arrived)], cancellation);

            Keep(sell, etags[0]);
            if (told.Count > 0)
            {
                outbox.Written(sell.Id, told, etags.Skip(1));
            }

            await ways.LeaveAsync(gone, cancellation);
            return new(sell.Revision, null);
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageConflictException)
        {
            var current = await ReadAsync(sell.Id, cancellation) ?? throw new SellMissingException(sell.Id);
            return current.Sell.CommitId == commitId ? new(sell.Revision, null) : new(null, current) { WasThere = e is StorageConflictException };
        }
    }

    // What a write tells is being seen to.
    private void Keep(Sell sell, ETag version) => recent.Keep(new StoredSell(sell, version, []) { Sending = Sending.Done(sell.Sequence) });

    /// <summary>Keeps what arrived. A conflict means that it had arrived before.</summary>
    /// <exception cref="StorageConflictException">A row of that name is there already.</exception>
    public Task AddToInboxAsync(SellId sell, Row item, CancellationToken cancellation) => table.InsertAsync(item, cancellation);

    /// <summary>What became of an inbox item.</summary>
    public async Task<InboxFate> FindFateAsync(SellId sell, string rowKey, CancellationToken cancellation)
    {
        var row = await table.GetAsync(SellKeys.Partition(sell), rowKey, [SellKeys.Handled, SellRows.Refusal], cancellation);
        return new InboxFate(row?.GetInt64(SellKeys.Handled) > 0, row?.GetString(SellRows.Refusal));
    }

    private static IEnumerable<TableOperation> Operations(
        StoredSell before, Decision decision, Sell sell, IEnumerable<WebhookEvent> told, Arrival? arrived)
    {
        yield return TableOperation.Replace(SellRows.Of(sell), before.ETag);
        foreach (var one in told)
        {
            yield return TableOperation.Insert(one.ToRow(sell.Id));
        }

        var number = 0;
        foreach (var posting in decision.Postings)
        {
            // What was booked before this commit's first event shares its sequence with an earlier commit's bookings.
            var eventless = posting.Sequence > before.Sell.Sequence ? null : sell.CommitId;
            yield return TableOperation.Insert(SellRows.Of(sell.Id, posting, number++, eventless));
        }

        if (arrived is not null)
        {
            yield return TableOperation.Insert(arrived.Message);
            yield return TableOperation.Insert(SellRows.Handle(arrived.Row, sell.Sequence, decision.Refusals.GetValueOrDefault(arrived.Item.RowKey)));
            yield break;
        }

        foreach (var item in before.Inbox)
        {
            var row = new Row(SellKeys.Partition(sell.Id), item.RowKey);
            yield return TableOperation.Merge(SellRows.Handle(row, sell.Sequence, decision.Refusals.GetValueOrDefault(item.RowKey)), ETag.All);
        }
    }
}

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
}

/// <summary>A sell with all its bookings.</summary>
internal sealed record BookedSell(Sell Sell, IReadOnlyList<Posting> Postings);

/// <summary>Whether an inbox item was taken in yet, and, if it was refused, by which code of the contract.</summary>
internal sealed record InboxFate(bool IsDecided, string? Refusal);

/// <summary>Reads and writes sells. A change of a sell is one entity-group transaction, or it did not happen.</summary>
internal sealed class SellStore(TableStore store, Outbox outbox, TimeProvider clock)
{
    private readonly RecentSells recent = new(clock);

    /// <summary>More would not fit into one transaction with the events and bookings they cause; the rest is read the next time.</summary>
    public const int MaximumTaken = 10;

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
        recent.Find(id) is { Sell.Phase: SellPhase.PayingOut } known ? known : await ReadAsync(id, cancellation);

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
    }

    /// <summary>
    /// Writes a decision under the version it was made from. False when somebody else was first: read again and decide
    /// again. A write that was retried on the way may have succeeded and still read as a conflict; its commit id tells.
    /// </summary>
    public async Task<bool> CommitAsync(StoredSell before, Decision decision, CancellationToken cancellation)
    {
        var commitId = Guid.CreateVersion7().ToString("N");
        var sell = decision.Sell with { CommitId = commitId };
        var gone = await ways.EnterAsync(before.Sell, sell, cancellation);
        List<WebhookEvent> told = [.. decision.Events.Select(SellRows.EventOf)];
        try
        {
            var etags = await table.TransactAsync(SellKeys.Partition(sell.Id), [.. Operations(before, decision, sell, told)], cancellation);

            // What this commit tells is being seen to.
            recent.Keep(new StoredSell(sell, etags[0], []) { Sending = Sending.Done(sell.Sequence) });
            if (told.Count > 0)
            {
                outbox.Written(sell.Id, told, etags.Skip(1));
            }

            await ways.LeaveAsync(gone, cancellation);
            return true;
        }
        catch (StorageException e) when (e is StoragePreconditionException or StorageConflictException)
        {
            var current = await FindAsync(sell.Id, cancellation);
            return current?.CommitId == commitId;
        }
    }

    /// <summary>Keeps what arrived. A conflict means that it had arrived before.</summary>
    /// <exception cref="StorageConflictException">A row of that name is there already.</exception>
    public Task AddToInboxAsync(SellId sell, Row item, CancellationToken cancellation) => table.InsertAsync(item, cancellation);

    /// <summary>What became of an inbox item.</summary>
    public async Task<InboxFate> FindFateAsync(SellId sell, string rowKey, CancellationToken cancellation)
    {
        var row = await table.GetAsync(SellKeys.Partition(sell), rowKey, [SellKeys.Handled, SellRows.Refusal], cancellation);
        return new InboxFate(row?.GetInt64(SellKeys.Handled) > 0, row?.GetString(SellRows.Refusal));
    }

    private static IEnumerable<TableOperation> Operations(StoredSell before, Decision decision, Sell sell, IEnumerable<WebhookEvent> told)
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

        foreach (var item in before.Inbox)
        {
            yield return TableOperation.Merge(SellRows.Handle(sell.Id, item.RowKey, sell.Sequence, decision.Refusals.GetValueOrDefault(item.RowKey)), ETag.All);
        }
    }
}

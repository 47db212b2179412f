using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators;

/// <summary>
/// What operators have done: rows of partition <c>audit</c> in table Index, newest first. An entry is written before its
/// deed, so that nothing is done that is not in the log; a deed that failed then leaves its entry behind.
/// </summary>
internal sealed class OperatorLog(TableStore store, TimeProvider clock)
{
    /// <summary>What becomes of what a second operator must agree to.</summary>
    public const string AwaitsApproval = "awaits_approval";

    private const string Partition = "audit";

    private readonly Table index = store.Table(StorageNames.Index);

    /// <param name="who">The operator.</param>
    /// <param name="action">What, in a word: <c>partner.created</c>, <c>sell.pay_out</c>.</param>
    /// <param name="subject">On what: an id.</param>
    /// <param name="reason">Why, in the operator's words; null where none is asked for.</param>
    /// <param name="cancellation">Gives up; then nothing must be done either.</param>
    /// <param name="sequence">Of a sell: where it stood when the operator decided.</param>
    /// <param name="claimed">The identifier of a request that may be repeated: repeated, it has one entry. Null makes a new one.</param>
    /// <param name="seen">Of anything else: as what the operator saw it, by its ETag.</param>
    /// <returns>The entry, to <see cref="CloseAsync"/> it.</returns>
    public async Task<Id26> WriteAsync(
        Operator who, string action, string subject, string? reason, CancellationToken cancellation, long? sequence = null, Id26? claimed = null,
        string? seen = null)
    {
        var now = clock.GetUtcNow();
        var entry = claimed ?? Id26.New(now);
        await index.UpsertAsync(
            new Row(Partition, entry.ToNewestFirst())
                .Set("at", now).Set("operator", who.Name).Set("action", action).Set("subject", subject).Set("reason", reason)
                .Set("sequence", sequence).Set("seen", seen),
            cancellation);
        return entry;
    }

    /// <summary>Adds what became of it: <c>done</c>, or the code it was refused with.</summary>
    public Task CloseAsync(Id26 entry, string outcome, CancellationToken cancellation) =>
        index.MergeAsync(new Row(Partition, entry.ToNewestFirst()).Set("outcome", outcome), ETag.All, cancellation);

    /// <summary>At most one entry more than the page asks for.</summary>
    /// <param name="page">Which.</param>
    /// <param name="subject">Only of this one; null for any.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<LogEntry>> ReadAsync(PageRequest page, string? subject, CancellationToken cancellation)
    {
        var filter = page.After is null
            ? TableFilter.PartitionEquals(Partition)
            : TableFilter.PartitionEquals(Partition).And.RowKeyAfter(page.After);
        if (subject is not null)
        {
            filter = filter.And.StringEquals("subject", subject);
        }

        var entries = new List<LogEntry>();
        await foreach (var row in index.QueryAllAsync(new(filter) { PageSize = page.Limit + 1 }, cancellation))
        {
            entries.Add(Read(row));
            if (entries.Count > page.Limit)
            {
                break;
            }
        }
        return entries;
    }

    private static LogEntry Read(Row row)
    {
        if (!Id26.TryParseNewestFirst(row.RowKey, out var id))
        {
            throw new FormatException("A row of the audit log has a key of another kind.");
        }

        return new(
            id, row.GetDateTimeOffset("at")!.Value, row.GetString("operator")!, row.GetString("action")!,
            row.GetString("subject")!, row.GetString("reason"), row.GetInt64("sequence"), row.GetString("outcome"), row.GetString("seen"));
    }
}

/// <param name="Outcome">What became of it, where that is not the same as having been asked for; null while it is open.</param>
internal sealed record LogEntry(
    Id26 Id, DateTimeOffset At, string Operator, string Action, string Subject, string? Reason, long? Sequence, string? Outcome, string? Seen);

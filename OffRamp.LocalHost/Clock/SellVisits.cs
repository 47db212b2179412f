using Azure;
using Azure.Data.Tables;

namespace OffRamp.LocalHost.Clock;

/// <summary>
/// When the app's timer function visits a sell the next time. The app keeps those times in its table, and has the function run
/// every minute; whoever moves the clock stops only in the minutes in which it would find something.
/// </summary>
internal sealed class SellVisits
{
    /// <summary>The app's own names: its table, where the open sells begin in it, and their two times.</summary>
    public const string Table = "Index";
    public const string OpenSells = "open|";
    public const string WakeAt = "WakeAt";
    public const string VisitAt = "VisitAt";

    private readonly TableClient table;

    /// <param name="storage">The storage of the app.</param>
    /// <param name="prefix">Before the names of its tables.</param>
    public SellVisits(string storage, string prefix) => table = new TableClient(storage, prefix + Table);

    /// <summary>The first minute after now in which a sell is due, if that is by then.</summary>
    public async Task<DateTimeOffset?> NextAsync(DateTimeOffset now, DateTimeOffset by, CancellationToken stopping)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {OpenSells} and PartitionKey lt {OpenSells[..^1] + (char)(OpenSells[^1] + 1)}")
            + TableClient.CreateQueryFilter($" and (WakeAt le {by} or VisitAt le {by})");
        DateTimeOffset? first = null;
        try
        {
            await foreach (var row in table.QueryAsync<TableEntity>(filter, select: [WakeAt, VisitAt], cancellationToken: stopping))
            {
                first = Earlier(Earlier(first, row.GetDateTimeOffset(WakeAt)), row.GetDateTimeOffset(VisitAt));
            }
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null; // An app without sells, or without any so far.
        }
        return first is { } due && WholeMinute(due > now ? due : now.AddTicks(1)) is var minute && minute <= by ? minute : null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other < one || one is null ? other : one;

    private static DateTimeOffset WholeMinute(DateTimeOffset time)
    {
        var over = time.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? time : time.AddTicks(TimeSpan.TicksPerMinute - over);
    }
}

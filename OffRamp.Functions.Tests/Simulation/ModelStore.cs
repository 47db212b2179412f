using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>The sell as it was read: its version, and what of the inbox was not taken in yet.</summary>
internal sealed record ReadSell(Sell Sell, int Version, IReadOnlyList<InboxItem> Inbox);

/// <summary>A row of the inbox.</summary>
internal sealed class InboxRow(InboxItem item, DateTimeOffset putAt)
{
    public InboxItem Item => item;
    public DateTimeOffset PutAt => putAt;
    public bool IsHandled { get; set; }

    /// <summary>The commit that marked it as handled had not read it.</summary>
    public bool IsUnread { get; set; }

    /// <summary>Whoever brought it was told that it is kept.</summary>
    public bool IsAcknowledged { get; set; }
}

/// <summary>The sell as it stands in the store, whichever that is.</summary>
internal interface IKeptSell
{
    Sell Sell { get; }

    IReadOnlyList<InboxRow> Inbox { get; }
}

/// <summary>One sell's partition: a version that guards the head, and an inbox in which one thing has one row.</summary>
internal sealed class ModelStore(Sell sell, Checks checks, Agenda agenda, Bug bug) : IKeptSell
{
    private readonly Dictionary<(string Key, object Content), InboxRow> rows = [];
    private readonly List<InboxRow> inbox = [];
    private int version = 1;

    public Sell Sell { get; private set; } = sell;
    public IReadOnlyList<InboxRow> Inbox => inbox;

    public ReadSell Read() => new(
        Sell,
        version,
        [.. inbox.Where(row => !row.IsHandled).Select(row => row.Item).OrderBy(item => item.ReceivedAt).Take(SellStore.MaximumTaken)]);

    /// <summary>Keeps what arrived; the same thing in the same words is the row that is there already, unless the contrary was said since.</summary>
    public InboxRow Put(InboxItem item, object content)
    {
        if (rows.TryGetValue((item.RowKey, content), out var row) && item is DepositNotice deposit && IsContradicted(deposit.Fact))
        {
            row = new InboxRow(deposit with { RowKey = $"{item.RowKey}|again{inbox.Count}", IsSaidAgain = true }, agenda.Now);
            inbox.Add(row);
        }
        else if (row is null)
        {
            var name = rows.Keys.Any(key => key.Key == item.RowKey) ? $"{item.RowKey}|{rows.Count}" : item.RowKey;
            row = new InboxRow(item with { RowKey = name }, agenda.Now);
            rows.Add((item.RowKey, content), row);
            inbox.Add(row);
        }

        return row;
    }

    private bool IsContradicted(DepositFact fact)
    {
        var said = inbox.Select(row => row.Item).OfType<DepositNotice>().Where(other => (other.Fact.TxHash, other.Fact.LogIndex) == (fact.TxHash, fact.LogIndex)).ToList();
        var saidAt = said.Where(other => other.Fact == fact).Max(other => (DateTimeOffset?)other.ReceivedAt);
        return said.Exists(other => other.ReceivedAt > saidAt && (other.Fact.Status == DepositStatus.Dropped) != (fact.Status == DepositStatus.Dropped));
    }

    /// <summary>One transaction, or nothing: false when the head is no longer what the decision was made from.</summary>
    public bool TryWrite(ReadSell before, Decision decision, Outcome? outcome, string commitId, DateTimeOffset decidedAt)
    {
        if (before.Version != version && bug != Bug.WritesWithoutVersion)
        {
            return false;
        }

        var old = Sell;
        (Sell, version) = (decision.Sell with { CommitId = commitId }, version + 1);
        foreach (var row in inbox.Where(row => !row.IsHandled && (bug == Bug.ForgetsInboxRow || before.Inbox.Contains(row.Item))))
        {
            (row.IsHandled, row.IsUnread) = (true, !before.Inbox.Contains(row.Item));
        }

        checks.Written(old, decision, before.Inbox, outcome, decidedAt);
        return true;
    }
}

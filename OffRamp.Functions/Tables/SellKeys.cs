using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tables;

/// <summary>Keys of table <c>Sells</c>: one partition, named by the shared 26 characters, holds a session and its sell whole.</summary>
internal static class SellKeys
{
    /// <summary>On rows that are to be looked at: 0 until they were, then 1.</summary>
    public const string Handled = "Handled";

    /// <summary>On the rows of sessions and sells: the record itself, as JSON.</summary>
    public const string Data = "Data";

    public const string Session = "session";
    public const string Sell = "sell";

    /// <summary>How far the events have come on their way out. It lies between the two heads, so that every reading of them meets it.</summary>
    public const string Sending = "sending";
    public const string InboxPrefix = "n|";
    public const string EventPrefix = "e|";
    public const string LedgerPrefix = "l|";

    public static string Partition(SellId sell) => sell.Id.ToString();

    public static string Partition(SessionId session) => session.Id.ToString();

    public static string Event(long sequence) => $"{EventPrefix}{sequence:D8}";

    /// <param name="sequence">Of the last event.</param>
    /// <param name="number">Within its commit.</param>
    /// <param name="eventless">The commit's id where it books without an event: the sequence was another commit's then.</param>
    public static string Ledger(long sequence, int number, string? eventless = null) => $"{LedgerPrefix}{sequence:D8}|{number:D2}{eventless}";

    /// <summary>A notice is named by what it says of what, so that one thing has one effect whatever its webhook-id.</summary>
    public static string DepositNotice(Network network, string txHash, int logIndex, string type) =>
        $"{InboxPrefix}d|{network}|{txHash}|{logIndex}|{type}";

    /// <summary>Before the rows of all that was said of one transfer.</summary>
    public static string DepositNotices(Network network, string txHash, int logIndex) => $"{InboxPrefix}d|{network}|{txHash}|{logIndex}|";

    public static string PayoutNotice(string payoutId, string type) => $"{InboxPrefix}p|{payoutId}|{type}";

    public const string CancelRequest = InboxPrefix + "cancel";

    /// <summary>Named by what does not close: found again the next night, it is known.</summary>
    public static string LedgerGap(string detail) => $"{InboxPrefix}l|{TableKey.For(detail)}";

    /// <summary>Named by what was found, and by the sell as it was then: found once more after a release, it is told again.</summary>
    public static string UnknownMovement(string id, long sequence) => $"{InboxPrefix}r|{id}|{sequence:D8}";

    /// <summary>Each request of an operator is a row of its own; what an earlier one changed makes the later one stale.</summary>
    public static string OperatorAction(Id26 request) => $"{InboxPrefix}o|{request}";
}

using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tables;

/// <summary>Keys of table <c>Index</c>: ways to what lies in <c>Sells</c>, and what belongs to partners and users. Written before what they point to.</summary>
internal static class IndexKeys
{
    private const int Shards = 16;

    public const string OpenPrefix = "open|";

    /// <summary>Sells that are not open any more, until their ledger was found closed; and those that hold something, with how much.</summary>
    public const string Ended = "ended";
    public const string Unmatched = "unmatched";

    public static string Partner(PartnerId partner) => $"p|{partner.Id}";

    public const string SessionPrefix = "session|";

    /// <summary>List row of a session and, once there is one, its sell; newest first.</summary>
    public static string SessionRow(SessionId session) => $"{SessionPrefix}{session.Id.ToNewestFirst()}";

    /// <summary>The session of a list row; null for a key of anything else.</summary>
    public static SessionId? SessionOf(string rowKey) =>
        rowKey.StartsWith(SessionPrefix, StringComparison.Ordinal) && Id26.TryParseNewestFirst(rowKey.AsSpan(SessionPrefix.Length), out var id)
            ? new SessionId(id)
            : null;

    private const string DuePrefix = "due|";

    /// <summary>A session that may have expired by then; in the order of time.</summary>
    public static string DueRow(DateTimeOffset at, SessionId session) => $"{DuePrefix}{at.UtcTicks:D19}|{session.Id}";

    /// <summary>Before it are the rows of all that was due before that time.</summary>
    public static (string From, string To) DueRows(DateTimeOffset before) => (DuePrefix, $"{DuePrefix}{before.UtcTicks:D19}");

    /// <summary>The session of such a row; null for a key of anything else.</summary>
    public static SessionId? DueSessionOf(string rowKey) =>
        rowKey.StartsWith(DuePrefix, StringComparison.Ordinal) && Id26.TryParse(rowKey.AsSpan(rowKey.LastIndexOf('|') + 1), out var id)
            ? new SessionId(id)
            : null;

    public static string User(PartnerId partner, string userKey) => $"u|{partner.Id}|{userKey}";

    public const string KycRow = "kyc";

    /// <summary>Way from a provider's verification to the user whose it is.</summary>
    public static string Verification(string verificationId) => $"v|{TableKey.For(verificationId)}";

    public const string VerificationRow = "user";

    public static string DayRow(DateTimeOffset now) => $"day|{now.UtcDateTime:yyyyMMdd}";

    /// <summary>What an open sell reserves of its user's day.</summary>
    public static string ReservationRow(SellId sell) => $"sell|{sell.Id}";

    /// <summary>What of a sell went through besides its reservation: refunds, and what was paid after its end.</summary>
    public static string PassedRow(SellId sell) => $"passed|{sell.Id}";

    public static string Address(Network network, string normalizedAddress) => $"a|{network}|{normalizedAddress}";

    public const string AddressRow = "sell";

    /// <summary>Of the sells of which something was sent to that address, or is to be.</summary>
    public static string RefundAddress(Network network, string normalizedAddress) => $"b|{network}|{normalizedAddress}";

    /// <summary>What is kept of a network that is served without a custodian: how far it was read, whose addresses are watched, what was sent.</summary>
    public static string Chain(Network network) => $"chain|{network}";

    /// <summary>Of the sells that a transaction has to do with: claims of its transfers, and the sells of refunds that it carries.</summary>
    public static string Transaction(string txHash) => $"t|{txHash}";

    /// <summary>Within the partition of its transaction: whose a transfer is.</summary>
    public static string TransferRow(Network network, int logIndex) => $"c|{network}|{logIndex}";

    /// <summary>On the row of a transfer: the sell that has claimed it.</summary>
    public const string ClaimedBy = "sell";

    /// <summary>The sell that a row of a transaction leads to; null for a row of anything else.</summary>
    public static SellId? SellOf(Row row) =>
        Id26.TryParse(row.RowKey, out var id) ? new SellId(id)
        : PrefixedId.TryParse<SellId>(row.GetString(ClaimedBy), out var claimant) ? claimant
        : null;

    /// <summary>In the partner's partition: before the rows of all sessions whose user has the e-mail address of that hash, newest first.</summary>
    public static string EmailRows(string hash) => $"mail|{hash}|";

    /// <summary>In the partner's partition: before the rows of all its sells that may have bookings on that UTC day.</summary>
    public static string SettlementDay(DateOnly day) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"settle|{day:yyyyMMdd}|");

    /// <summary>The day of such a row; null for a key of anything else.</summary>
    public static DateOnly? SettlementDayOf(string rowKey) =>
        rowKey.Split('|') is ["settle", var day, ..] && DateOnly.TryParseExact(day, "yyyyMMdd", out var date) ? date : null;

    /// <summary>In the partner's partition: the totals of a day that is over.</summary>
    public static string DayTotals(DateOnly day) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"total|{day:yyyyMMdd}");

    public static string SettlementRow(DateOnly day, SellId sell) => SettlementDay(day) + sell.Id;

    public static string SellRow(SellId sell) => sell.Id.ToString();

    /// <summary>Open sells by the time they promised to look again, spread over a few partitions.</summary>
    public static string Open(SellId sell) => $"{OpenPrefix}{Shard(sell):D2}";

    private static int Shard(SellId sell)
    {
        var text = sell.Id.ToString();
        return (text[^1] + text[^2]) % Shards;
    }
}

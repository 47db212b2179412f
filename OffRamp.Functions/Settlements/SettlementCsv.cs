using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using Microsoft.Net.Http.Headers;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Views;

namespace OffRamp.Functions.Settlements;

/// <summary>
/// A settlement as CSV (RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it): one line a booking, with what its
/// sell is known by. In a text that others chose, whatever a spreadsheet would take for a formula gets an apostrophe before
/// it: at its start, and after what another reader takes for the end of a cell.
/// </summary>
internal static partial class SettlementCsv
{
    public const string MediaType = "text/csv";

    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = true };

    private static readonly string[] Header =
    [
        "date", "sell_id", "session_id", "partner_user_id", "user_reference", "sequence", "at", "account", "currency", "amount",
        "deposit_tx_hashes", "payout_references", "refund_tx_hashes",
    ];

    private static readonly string[] MonthHeader =
    [
        "date", "sells", "currency", "received", "held", "converted", "refunded", "refund_costs", "paid_out", "fees", "margin", "rounding", "return_costs",
        "network_costs", "own_funds",
    ];

    /// <summary>JSON, unless CSV is what the caller would rather have.</summary>
    public static bool IsWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Where(type => type.Quality is null or > 0).OrderByDescending(type => type.Quality ?? 1)
            .FirstOrDefault(type => type.MediaType.Value is "text/csv" or "text/*" or "application/json" or "application/*" or "*/*")
            ?.MediaType.Value is "text/csv" or "text/*";

    /// <summary>The answer that is such a file.</summary>
    public static IResult Answer(byte[] file) => Results.Bytes(file, $"{MediaType}; charset=utf-8");

    /// <summary>The bytes of the file.</summary>
    public static byte[] Write(SettlementView settlement)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            csv.WriteHeader(Header);
            foreach (var sell in settlement.Data)
            {
                foreach (var entry in sell.Entries)
                {
                    Write(csv, settlement.Date, sell, entry);
                }
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A month: one line a day and currency.</summary>
    public static byte[] Write(StatementView statement)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            csv.WriteHeader(MonthHeader);
            foreach (var day in statement.Data)
            {
                foreach (var total in day.Totals)
                {
                    csv.WriteRecord(
                        day.Date, day.Sells.ToString(CultureInfo.InvariantCulture), total.Currency, total.Received, total.Held, total.Converted, total.Refunded,
                        total.RefundCosts, total.PaidOut, total.Fees, total.Margin, total.Rounding, total.ReturnCosts,
                        total.NetworkCosts, total.OwnFunds);
                }
            }
        }
        return bytes.ToArray();
    }

    private static void Write(CsvWriter csv, string date, SettledSellView sell, LedgerEntryView entry) => csv.WriteRecord(
        date, sell.SellId.ToString(), sell.SessionId.ToString(), Harmless(sell.PartnerUserId), Harmless(sell.UserReference),
        entry.Sequence.ToString(CultureInfo.InvariantCulture), Times.Write(entry.At), entry.Account, entry.Currency, entry.Amount,
        Harmless(Join(sell.Deposits.Select(deposit => deposit.TxHash))),
        Harmless(Join(sell.Payouts.Select(payout => payout.ProviderReference))),
        Harmless(Join(sell.Refunds.Select(refund => refund.TxHash))));

    private static string Join(IEnumerable<string?> names) => string.Join(' ', names.OfType<string>());

    private static string? Harmless(string? text) => text is null ? null : FormulaStart().Replace(text, "'");

    [GeneratedRegex(@"(?<=^|[;\t\r\n])(?=\s*[=+\-@＝＋－＠])")]
    private static partial Regex FormulaStart();
}

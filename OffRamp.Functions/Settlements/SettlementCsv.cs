using System.Text;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Settlements;

/// <summary>
/// A settlement as CSV (RFC 4180): one line a booking, with what its sell is known by. Texts that others chose stand in
/// quotes, and one that a spreadsheet would take for a formula gets an apostrophe before it.
/// </summary>
internal static class SettlementCsv
{
    public const string MediaType = "text/csv";

    private const string Header =
        "date,sell_id,session_id,partner_user_id,user_reference,sequence,at,account,currency,amount,deposit_tx_hashes,payout_references,refund_tx_hashes";

    public static string Write(SettlementView settlement)
    {
        var csv = new StringBuilder().Append(Header).Append("\r\n");
        foreach (var sell in settlement.Data)
            foreach (var entry in sell.Entries)
                csv.AppendJoin(',', settlement.Date, sell.SellId, sell.SessionId, Quote(sell.PartnerUserId), Quote(sell.UserReference),
                    entry.Sequence, Times.Write(entry.At), entry.Account, entry.Currency, entry.Amount,
                    Quote(Join(sell.Deposits.Select(deposit => deposit.TxHash))),
                    Quote(Join(sell.Payouts.Select(payout => payout.ProviderReference))),
                    Quote(Join(sell.Refunds.Select(refund => refund.TxHash)))).Append("\r\n");
        return csv.ToString();
    }

    private static string Join(IEnumerable<string?> names) => string.Join(' ', names.OfType<string>());

    private static string Quote(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var harmless = text.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

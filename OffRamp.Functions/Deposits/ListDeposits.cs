using System.Diagnostics;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>
/// Reads the custodian's list page by page, as far as one activity may. A page that was not understood is an unread list;
/// what was read before it is kept, and the next look goes on from there.
/// </summary>
internal sealed class ListDeposits(ICustodian custodian, TimeProvider clock)
{
    private const int MostPages = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(35);

    /// <summary>Null when nothing new was understood.</summary>
    public async Task<CustodianAnswered?> ReadAsync(Sell sell, Asset asset, CancellationToken cancellation)
    {
        // What was read before the money was to leave does not say that it is still there: it is read from its beginning.
        var reading = sell.IsAboutToPay && sell.Reading?.AskedAt < sell.PhaseSince ? null : sell.Reading;

        // Taken before the question: what the custodian knew by then is in the answer.
        var answer = new CustodianAnswered(reading?.AskedAt ?? clock.GetUtcNow(), []) { NextCursor = reading?.Cursor, Earlier = reading };
        var begun = Stopwatch.GetTimestamp();
        for (var pages = 0; pages < MostPages && Stopwatch.GetElapsedTime(begun) < Longest; pages++)
        {
            if (await custodian.ListDepositsAsync(sell.Deposit.Address, asset, answer.NextCursor, cancellation) is not { } page)
            {
                return pages == 0 ? null : answer;
            }

            answer = answer with
            {
                Facts = [.. answer.Facts, .. page.Facts],
                Unreadable = [.. answer.Unreadable, .. page.Unreadable],
                Foreign = answer.Foreign + page.Foreign,
                NextCursor = page.NextCursor,
            };

            // Before a payout it is enough to know that what it pays for is there.
            if (answer.NextCursor is null || (sell.IsAboutToPay && PayRules.Confirmed(sell, answer, asset) >= PayRules.Payable(sell, asset)))
            {
                return answer with { NextCursor = null };
            }
        }

        return answer;
    }
}

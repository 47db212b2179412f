using System.Diagnostics;
using OffRamp.Functions.Hosting.Errors;
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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The transfers of one transaction to the sell's address, as the custodian lists them at this moment, if need be as far as
    /// their entries can be read. The list is read from its beginning to its end: only then it says that there is none, or no other.
    /// </summary>
    /// <param name="sell">Whose address it is.</param>
    /// <param name="asset">Of the sell.</param>
    /// <param name="hash">Of the transaction.</param>
    /// <param name="logIndex">Of the transfer; null where nobody says which of the transaction's it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ProblemException">503: the custodian is silent, or its list could not be read whole.</exception>
    public async Task<IReadOnlyList<DepositFact>> FindAsync(Sell sell, Asset asset, TxHash hash, long? logIndex, CancellationToken cancellation)
    {
        var beginning = new CustodianAnswered(clock.GetUtcNow(), []);
        var answer = await ReadAsync(sell, asset, beginning, static _ => false, cancellation);
        var found = (answer?.Facts ?? []).Concat((answer?.Unreadable ?? []).Select(entry => entry.Known).OfType<DepositFact>())
            .Where(fact => fact.Network == sell.Network && fact.TxHash == hash.Value && (logIndex is null || fact.LogIndex == logIndex))
            .ToList();

        // One transfer is listed once, so that what stands after it is no matter.
        return answer is { NextCursor: null } || (logIndex is not null && found.Count > 0)
            ? found
            : throw new ProblemException(
                Problems.Describe("provider_unavailable", "The custodian does not answer, or its list could not be read to its end. Try again.") with { RetryAfter = Pause });
    }

    /// <summary>Null when nothing new was understood.</summary>
    public async Task<CustodianAnswered?> ReadAsync(Sell sell, Asset asset, CancellationToken cancellation)
    {
        // What was read before the money was to leave does not say that it is still there: it is read from its beginning.
        var reading = sell.IsAboutToPay && sell.Reading?.AskedAt < sell.PhaseSince ? null : sell.Reading;

        // Taken before the question: what the custodian knew by then is in the answer.
        var answer = new CustodianAnswered(reading?.AskedAt ?? clock.GetUtcNow(), []) { NextCursor = reading?.Cursor, Earlier = reading };

        // Before a payout it is enough to know that what it pays for is there.
        return await ReadAsync(sell, asset, answer, read => sell.IsAboutToPay && PayRules.Confirmed(sell, read, asset) >= PayRules.Payable(sell, asset), cancellation);
    }

    private async Task<CustodianAnswered?> ReadAsync(
        Sell sell, Asset asset, CustodianAnswered answer, Func<CustodianAnswered, bool> isEnough, CancellationToken cancellation)
    {
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

            if (answer.NextCursor is null || isEnough(answer))
            {
                return answer with { NextCursor = null };
            }
        }

        return answer;
    }
}

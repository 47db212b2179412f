using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Deposits;

/// <summary>Takes the custodian's list in.</summary>
internal static class ReadingRules
{
    private const int MostEntries = 50;
    private static readonly TimeSpan OldestCursor = TimeSpan.FromHours(1);

    /// <summary>False when more is to be read before anything is decided.</summary>
    public static bool Hear(SellChange change, CustodianAnswered answer, SellPolicy policy)
    {
        var matched = answer.Unreadable.Select(entry => entry.Known).OfType<DepositFact>().Where(fact => IsMatched(change.Sell, fact));
        foreach (var fact in answer.Facts.Concat(matched.ToList()))
        {
            // More news than one transaction holds: it is asked for again.
            if (!change.HasRoom)
            {
                return false;
            }

            DepositRules.Hear(change, fact, answer.AskedAt, policy);
        }

        if (answer.NextCursor is { } cursor)
        {
            change.Note(sell => sell with { Reading = Read(sell, answer, cursor, policy) });
            return false;
        }

        Note(change, answer, policy);
        return true;
    }

    /// <summary>A custodian that is silent in the middle of a list may have forgotten its cursor: then it is read from its beginning.</summary>
    public static void HearSilence(SellChange change)
    {
        if (change.Sell.Reading is { } reading && change.Now - reading.AskedAt > OldestCursor)
        {
            change.Note(sell => sell with { Reading = null });
        }
    }

    /// <summary>What stands in the way of an end: unreadable entries that no operator has set aside.</summary>
    public static bool IsBlocked(Sell sell) => sell.Entries.Any(entry => !sell.SetAside.Contains(entry.EntryId));

    private static bool IsMatched(Sell sell, DepositFact fact) =>
        sell.Deposits.Any(deposit => deposit.IsMatched && deposit.Id == DepositMatch.IdOf(sell, fact));

    private static DepositReading Read(Sell sell, CustodianAnswered answer, string cursor, SellPolicy policy) => new(answer.AskedAt, cursor)
    {
        Confirmed = [.. PayRules.ConfirmedIds(sell, answer, policy.Asset)],
        Unreadable = [.. All(answer).Take(MostEntries)],
        Foreign = answer.Foreign + (answer.Earlier?.Foreign ?? 0),
    };

    private static IEnumerable<UnreadableEntry> All(CustodianAnswered answer) =>
        (answer.Earlier?.Unreadable ?? []).Concat(answer.Unreadable).DistinctBy(entry => entry.EntryId);

    private static void Note(SellChange change, CustodianAnswered answer, SellPolicy policy)
    {
        var before = change.Sell.Entries;
        List<NotedEntry> now = [.. All(answer).Take(MostEntries).Select(entry => new NotedEntry(
            entry.EntryId, entry.Sha256, before.FirstOrDefault(known => known.EntryId == entry.EntryId)?.At ?? change.Now))];
        if (change.Sell.Reading is not null || !now.SequenceEqual(before))
        {
            change.Note(sell => sell with { Reading = null, Entries = now });
        }

        if (answer.Foreign + (answer.Earlier?.Foreign ?? 0) is > 0 and var foreign)
        {
            change.CountCase(CaseKinds.ForeignTransfers, "a transfer of something else", foreign);
        }

        SpeckRules.CountBeyond(change, answer.Facts, policy);
        foreach (var kind in answer.Facts.Where(fact => fact.Status != DepositStatus.Dropped)
            .GroupBy(fact => DepositMatch.Of(fact, change.Sell, policy.Asset, out _)).Where(kind => kind.Key != DepositMatchResult.Matches))
        {
            change.CountCase(DepositRules.CaseKind(kind.Key), "", kind.Count());
        }
    }
}

using System.Collections.Concurrent;
using System.Numerics;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>
/// Whether all that ever came to an address, less what left it, is what it has now: not so where a token takes a fee, or changes balances
/// by itself. It needs no node that knows what there was before. A part of its blocks is read each time that is asked, so that an old address holds up nobody.
/// </summary>
internal sealed class AddUp(Chain chain, ReadLogs logs)
{
    private const int MostRanges = 10;

    // Final blocks only: what is newer is read anew.
    private readonly ConcurrentDictionary<(string Address, string Contract), Part> parts = new();
    private readonly Doubts<(string Address, string Contract)> doubts = new();
    private volatile Found? last;

    /// <summary>Null where it is not known, or not yet, or not so for the first time: asked again by a later look, it goes on.</summary>
    public async Task<bool?> RunAsync(WatchedAddress address, string contract, Heads heads, CancellationToken cancellation)
    {
        var (key, found) = ((address.Address, contract), last);
        if (!ReferenceEquals(found?.Heads, heads))
        {
            last = found = new(heads);
        }

        if (found.IsSame.TryGetValue(key, out var isSame))
        {
            return isSame;
        }

        var final = await ReadAsync(parts.GetValueOrDefault(key, new(address.Birth - 1, 0)), key, heads.Final.Number, MostRanges, cancellation);
        parts[key] = final;
        if (final.ReadTo < heads.Final.Number)
        {
            return null;
        }

        // As much as is not final yet, however many ranges that is: kept until then it cannot be.
        var all = await ReadAsync(final, key, heads.Newest.Number, int.MaxValue, cancellation);
        if (all.ReadTo < heads.Newest.Number
            || await chain.ReadBalanceAsync(contract, address.Address, heads.Newest.Number, cancellation) is not { } has
            || await chain.HasAsync(heads.Newest.Number, heads.Newest.Hash, cancellation) is not true)
        {
            return null;
        }

        parts.TryRemove(key, out _);
        return found.IsSame[key] = doubts.Confirm(key, has == all.Sum, heads);
    }

    /// <summary>Some ranges more, each as long as the nodes take.</summary>
    private async Task<Part> ReadAsync(Part part, (string Address, string Contract) whose, long to, int most, CancellationToken cancellation)
    {
        for (var ranges = 0; part.ReadTo < to && ranges < most; ranges++)
        {
            var query = new TransferQuery([whose.Contract], [whose.Address], part.ReadTo + 1, to);
            if (await logs.RunAsync(query, cancellation) is not var (came, end)
                || await logs.RunAsync(query with { From = whose.Address, ToBlock = end }, cancellation) is not var (went, last))
            {
                break;
            }

            // Half of what came is read again, where less was taken of what went.
            part = new(last, part.Sum + came.Where(log => log.Block <= last).Sum() - went.Sum());
        }

        return part;
    }

    /// <summary>What was found by one look: of a flood to one address all transfers ask the same.</summary>
    private sealed class Found(Heads heads)
    {
        public Heads Heads => heads;

        public ConcurrentDictionary<(string Address, string Contract), bool?> IsSame { get; } = new();
    }

    /// <summary>What came less what went, in all blocks up to one.</summary>
    private sealed record Part(long ReadTo, BigInteger Sum);
}

using Azure;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Recovery;

/// <summary>The tables were brought back from a copy.</summary>
/// <param name="Copy">The copy's stamp.</param>
/// <param name="Since">When that was begun. Of sells made before, the record may not know what happened last.</param>
internal sealed record Restoration(string Copy, DateTimeOffset Since)
{
    /// <summary>All rows are there; false while they are written, or where that was broken off.</summary>
    public bool IsWritten { get; init; }

    /// <summary>When every open sell had been held against the providers' word; null while that is under way.</summary>
    public DateTimeOffset? CheckedAt { get; init; }
}

/// <summary>In table Index, partition <c>recovery</c>: the restoration, and a row for each sell that was found to be as the record says.</summary>
internal sealed class Restorations(TableStore store)
{
    public const string Partition = "recovery";
    private const string State = "state";

    private readonly Table index = store.Table(StorageNames.Index);
    private Known? known;

    /// <summary>So long an instance may not know of a restoration that was begun, in real time.</summary>
    public static readonly TimeSpan LongestIgnorance = TimeSpan.FromMinutes(5);

    /// <summary>The same; tests remember nothing.</summary>
    public TimeSpan Memory { get; init; } = LongestIgnorance;

    /// <summary>The latest, as this instance knows it; null where the tables were never restored.</summary>
    public async Task<Restoration?> FindAsync(CancellationToken cancellation)
    {
        // Real time: this is about how old our knowledge is, not about business.
        var now = Environment.TickCount64;
        if (known is { } memory && now < memory.Until)
        {
            return memory.Restoration;
        }

        // What is read was true at some time after it was asked for: the knowledge ages from then on.
        var restoration = await ReadAsync(cancellation);
        known = new(restoration, now + (long)Memory.TotalMilliseconds);
        return restoration;
    }

    public async Task<Restoration?> ReadAsync(CancellationToken cancellation) =>
        await index.GetAsync(Partition, State, cancellation: cancellation) is { } row
            ? new(row.GetString("Copy")!, row.GetDateTimeOffset("Since")!.Value)
            {
                IsWritten = row.GetBoolean("IsWritten") == true,
                CheckedAt = row.GetDateTimeOffset("CheckedAt"),
            }
            : null;

    public async Task WriteAsync(Restoration restoration, CancellationToken cancellation)
    {
        await index.UpsertAsync(
            new Row(Partition, State)
                .Set("Copy", restoration.Copy).Set("Since", restoration.Since).Set("IsWritten", restoration.IsWritten).Set("CheckedAt", restoration.CheckedAt),
            cancellation);
        known = null;
    }

    /// <summary>Neither provider knows of anything that the record does not: from now on it is a sell like any other.</summary>
    public Task ClearAsync(SellId sell, CancellationToken cancellation) => index.UpsertAsync(new Row(Partition, sell.Id.ToString()), cancellation);

    public async Task<bool> IsClearedAsync(SellId sell, CancellationToken cancellation) =>
        await index.GetAsync(Partition, sell.Id.ToString(), [], cancellation) is not null;

    /// <summary>Replaced as a whole: no reader sees half of it.</summary>
    private sealed record Known(Restoration? Restoration, long Until);
}

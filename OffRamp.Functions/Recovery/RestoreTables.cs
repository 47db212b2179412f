using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using OffRamp.Functions.Hosting.Limits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Recovery;

/// <summary>
/// Brings the tables back from a copy. What is written first is that it happens: from then on no money of a sell that was made
/// before moves, until <see cref="CheckRestored"/> or <see cref="FreezeRestored"/> has asked the providers. Broken off, it is run
/// again with the same copy.
/// </summary>
internal sealed class RestoreTables(TableStore store, IEnumerable<Copies> configured, Restorations restorations, OpenSells open, TimeProvider clock)
{
    private const int AtOnce = 16;
    private const int BytesAtOnce = 2 * 1024 * 1024;

    private readonly SellIndex ways = new(store);

    /// <summary>By then each instance that may still run knows of the restoration, and what it was about to do is over. Real time.</summary>
    public TimeSpan Pause { get; init; } = Restorations.LongestIgnorance + Deadlines.Activity;

    /// <param name="wanted">The copy's stamp; null for the newest.</param>
    /// <param name="say">Hears what is done, for whoever waits.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="RestoreException">It cannot be done; nothing was written.</exception>
    public async Task RunAsync(string? wanted, Action<string> say, CancellationToken cancellation)
    {
        var copies = configured.SingleOrDefault() ?? throw new RestoreException("OFFRAMP_COPIES is not set: it says where the copies are.");
        var stamp = wanted ?? (await copies.ListAsync(cancellation) is [.., var newest] ? newest : throw new RestoreException("There is no whole copy."));
        var contents = await copies.FindAsync(stamp, cancellation) ?? throw new RestoreException($"There is no whole copy {stamp}.");
        say($"Copy {stamp}, begun at {contents.BegunAt:u}. Checking it.");
        foreach (var (name, table) in contents.Tables)
        {
            await CheckAsync(copies, stamp, name, table, cancellation);
            say($"{name}: {table.Rows} rows, whole.");
        }

        await store.CreateMissingAsync(StorageNames.All, cancellation);
        var restoration = await BeginAsync(stamp, cancellation);
        say($"No money of sells made before {restoration.Since:u} moves from now on. Waiting {Pause.TotalMinutes:0.#} min, until every instance knows.");
        await Task.Delay(Pause, cancellation);

        // What leads to sells comes before them: an instance that runs finds nothing half.
        foreach (var name in contents.Tables.Keys.OrderBy(name => name, StringComparer.Ordinal))
        {
            say($"{name}: {await WriteAsync(copies, stamp, name, cancellation)} rows written.");
        }

        await restorations.WriteAsync(restoration with { IsWritten = true }, cancellation);
        say("Done. Start the app. Every five minutes it says how many sells were held against the providers' word, and when all were.");
    }

    private async Task<Restoration> BeginAsync(string stamp, CancellationToken cancellation)
    {
        var earlier = await restorations.ReadAsync(cancellation);
        if (earlier is { IsWritten: false } && earlier.Copy == stamp)
        {
            return earlier;
        }

        if (await store.Table(StorageNames.Sells).QueryAllAsync(new TableQuery(null) { PageSize = 1, Select = [] }, cancellation).AnyAsync(cancellation))
        {
            throw new RestoreException(earlier is { IsWritten: false }
                ? $"A restore of copy {earlier.Copy} was broken off. Go on with that one."
                : "The tables hold sells already: a copy is only restored into empty ones.");
        }

        var restoration = new Restoration(stamp, clock.GetUtcNow());
        await restorations.WriteAsync(restoration, cancellation);
        return restoration;
    }

    private static async Task CheckAsync(Copies copies, string stamp, string name, CopiedTable table, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        try
        {
            await foreach (var line in LinesAsync(copies, stamp, name, cancellation))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
                rows++;
            }
        }
        catch (InvalidDataException)
        {
            throw new RestoreException($"The copy {stamp} is damaged: {name} cannot be unpacked.");
        }

        if (rows != table.Rows || Convert.ToHexStringLower(hash.GetHashAndReset()) != table.Sha256)
        {
            throw new RestoreException($"The copy {stamp} is damaged: {name} is not what was written. Take an earlier one.");
        }
    }

    private async Task<long> WriteAsync(Copies copies, string stamp, string name, CancellationToken cancellation)
    {
        var (table, count) = (store.Table(name), 0L);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(PiecesAsync(copies, stamp, name, cancellation), options, async (rows, token) =>
        {
            if (name == StorageNames.Sells)
            {
                await WriteWaysAsync(rows, token);
            }

            foreach (var batch in Batches(rows))
            {
                await table.TransactAsync(batch[0].PartitionKey, [.. batch.Select(TableOperation.Upsert)], token);
            }

            Interlocked.Add(ref count, rows.Count);
        });
        return count;
    }

    /// <summary>The index was copied later: of what ended in between it has forgotten what leads to it, and here that is open again.</summary>
    private async Task WriteWaysAsync(IReadOnlyList<Row> rows, CancellationToken cancellation)
    {
        if (rows.FirstOrDefault(row => row.RowKey == SellKeys.Sell) is { } head)
        {
            await WriteWaysAsync(SellRows.SellOf(head), cancellation);
        }
        else if (rows.FirstOrDefault(row => row.RowKey == SellKeys.Session) is { } opened)
        {
            var sending = rows.FirstOrDefault(row => row.RowKey == SellKeys.Sending);
            await WriteWaysAsync(SessionRows.SessionOf(opened), sending is null ? new() : Sending.Of(sending), cancellation);
        }
    }

    private async Task WriteWaysAsync(Sell sell, CancellationToken cancellation)
    {
        await ways.EnterAsync(null, sell, cancellation);
        if (!sell.IsAtRest)
        {
            await open.PromiseAsync(sell.Id, clock.GetUtcNow(), cancellation);
        }
    }

    /// <summary>One that is open, or was not told of to the end, is visited; one that is open may still be sold.</summary>
    private async Task WriteWaysAsync(Session session, Sending sending, CancellationToken cancellation)
    {
        var hasEnded = session.IsExpiryTold || session.CancelledAt is not null;
        if (hasEnded && sending.DoneTo >= session.Sequence)
        {
            return;
        }

        Row[] ways = [SessionRows.Due(session.PartnerId, session.Id, SessionTimes.FirstExpiry(session.Id)), SessionRows.InSettlement(session.PartnerId, session.Id)];
        await store.Table(StorageNames.Index).TransactAsync(ways[0].PartitionKey, [.. ways.Select(TableOperation.Upsert)], cancellation);
    }

    /// <summary>The rows of a sell's partition together, its head among the last; of the index some at a time.</summary>
    private static async IAsyncEnumerable<List<Row>> PiecesAsync(Copies copies, string stamp, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = new List<Row>();
        await foreach (var line in LinesAsync(copies, stamp, name, cancellation))
        {
            var row = RowLines.Read(line);
            if (name == StorageNames.Index && row.PartitionKey == Restorations.Partition)
            {
                continue; // That of an earlier restoration: what it found says nothing now.
            }

            var isFull = name != StorageNames.Sells && rows.Count == StorageLimits.TransactionOperations;
            if (rows.Count > 0 && (isFull || rows[0].PartitionKey != row.PartitionKey))
            {
                yield return rows;
                rows = [];
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
        {
            yield return rows;
        }
    }

    private static IEnumerable<List<Row>> Batches(List<Row> rows)
    {
        var (batch, size) = (new List<Row>(), 0);
        foreach (var row in rows)
        {
            if (batch.Count == StorageLimits.TransactionOperations || (batch.Count > 0 && size + row.Size > BytesAtOnce))
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(row);
            size += row.Size;
        }

        yield return batch;
    }

    private static async IAsyncEnumerable<string> LinesAsync(Copies copies, string stamp, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var blob = await copies.ReadAsync(stamp, name, cancellation);
        await using var zip = new GZipStream(blob, CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            yield return line;
        }
    }
}

/// <summary>Why a copy cannot be restored, in words for whoever asked for it.</summary>
internal sealed class RestoreException(string message) : Exception(message);

using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Recovery;

/// <summary>
/// Every night: the tables, copied to another account, because tables have no restore to a point in time. First the sells,
/// then the index: its rows are written before what they point to, so that a later index leads at worst to what is not there.
/// </summary>
internal sealed partial class CopyTables(TableStore store, IEnumerable<Copies> configured, TimeProvider clock, ILogger<CopyTables> log)
{
    /// <summary>What is gathered before it goes to the stream, in bytes.</summary>
    private const int Piece = 64 * 1024;

    private readonly Copies? copies = configured.SingleOrDefault();

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (copies is not null)
        {
            await CopyAsync(copies, cancellation);
        }
    }

    private async Task CopyAsync(Copies to, CancellationToken cancellation)
    {
        var begunAt = clock.GetUtcNow();
        var stamp = begunAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        await to.PrepareAsync(cancellation);
        var tables = new Dictionary<string, CopiedTable>();
        foreach (var name in StorageNames.All)
        {
            tables[name] = await CopyAsync(to, stamp, name, cancellation);
        }

        await to.FinishAsync(stamp, new(begunAt, tables), cancellation);
        LogCopied(stamp, tables.Values.Sum(table => table.Rows));
    }

    private async Task<CopiedTable> CopyAsync(Copies to, string stamp, string name, CancellationToken cancellation)
    {
        var rows = 0L;
        var lines = new ArrayBufferWriter<byte>(2 * Piece);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var blob = await to.WriteAsync(stamp, name, cancellation);
        await using var zip = new GZipStream(blob, CompressionLevel.Fastest);
        async Task FlushAsync()
        {
            hash.AppendData(lines.WrittenSpan);
            await zip.WriteAsync(lines.WrittenMemory, cancellation);
            lines.ResetWrittenCount();
        }

        await foreach (var row in ReadAsync(store.Table(name), name, cancellation))
        {
            RowLines.Write(lines, row);
            rows++;
            if (lines.WrittenCount >= Piece)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();
        return new(rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Only sells are changed several rows at a time; the index's partitions may be far larger than memory.</summary>
    private static IAsyncEnumerable<Row> ReadAsync(Table table, string name, CancellationToken cancellation) => name == StorageNames.Sells
        ? new WholePartitions(table).ReadAsync(cancellation)
        : table.QueryAllAsync(new TableQuery(null), cancellation);

    // Operators are woken when this line does not come (infra/alarms.json, no-copy).
    [LoggerMessage(Level = LogLevel.Information, Message = "The tables were copied. Copy: {Stamp}. Rows: {Rows}.")]
    private partial void LogCopied(string stamp, long rows);
}

using System.Runtime.CompilerServices;
using Azure;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Recovery;

/// <summary>
/// All rows of a table, the rows of each partition as they stood at one moment. The service answers a page as of one moment; a
/// partition that may go on in the next page is read again whole, because its sell may have moved on between the two.
/// </summary>
internal sealed class WholePartitions(Table table)
{
    private const int MaximumReadings = 20;

    public async IAsyncEnumerable<Row> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? done = null;
        await foreach (var page in table.QueryPagesAsync(new TableQuery(null), cancellation))
        {
            var straddling = page.IsLast || page.Rows.Count == 0 ? null : page.Rows[^1].PartitionKey;
            foreach (var row in page.Rows.Where(row => row.PartitionKey != done && row.PartitionKey != straddling))
            {
                yield return row;
            }

            if (straddling is not null && straddling != done)
            {
                foreach (var row in await ReadPartitionAsync(straddling, cancellation))
                {
                    yield return row;
                }
            }

            done = straddling ?? done;
        }
    }

    /// <summary>One page is of one moment; of more than one, the head of the sell tells whether it was committed to meanwhile.</summary>
    private async Task<IReadOnlyList<Row>> ReadPartitionAsync(string partition, CancellationToken cancellation)
    {
        for (var reading = 0; reading < MaximumReadings; reading++)
        {
            var (rows, pages) = (new List<Row>(), 0);
            var before = await HeadsAsync(partition, cancellation);
            await foreach (var page in table.QueryPagesAsync(TableFilter.PartitionEquals(partition), cancellation))
            {
                rows.AddRange(page.Rows);
                pages++;
            }

            if (pages == 1 || before == await HeadsAsync(partition, cancellation))
            {
                return rows;
            }
        }

        throw new InvalidDataException($"The partition {partition} is changed too often to be copied.");
    }

    private async Task<(ETag?, ETag?)> HeadsAsync(string partition, CancellationToken cancellation) => (
        (await table.GetAsync(partition, SellKeys.Sell, [SellKeys.Handled], cancellation))?.ETag,
        (await table.GetAsync(partition, SellKeys.Session, [SellKeys.Handled], cancellation))?.ETag);
}

using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>Every row of every table with its version, but the answers that Idempotency-Keys keep: to see that nothing changed.</summary>
internal static class Snapshot
{
    public static async Task<SortedDictionary<string, string>> SnapshotAsync(this AzuriteTables tables)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in StorageNames.All)
        {
            await foreach (var row in tables.Store.Table(name).QueryAllAsync(new(null)))
            {
                if (!row.RowKey.StartsWith("idem|", StringComparison.Ordinal))
                {
                    rows[$"{name} {row.PartitionKey} {row.RowKey}"] = row.ETag.ToString();
                }
            }
        }

        return rows;
    }

    /// <summary>What is new, gone or different; empty where nothing is.</summary>
    public static string ChangesTo(this SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        string.Join('\n', before.Keys.Union(after.Keys)
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)));
}

using System.Buffers.Text;
using System.Text;
using Azure;

namespace OffRamp.Functions.Storage;

/// <summary>Where a query goes on: the two keys that the service names, in one opaque text.</summary>
internal static class Continuation
{
    private const string NextPartition = "x-ms-continuation-NextPartitionKey";
    private const string NextRow = "x-ms-continuation-NextRowKey";

    public static string? Of(Response response)
    {
        if (!response.Headers.TryGetValue(NextPartition, out var partition) || partition.Length == 0)
            return null;
        response.Headers.TryGetValue(NextRow, out var row);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{partition}\n{row}"));
    }

    /// <exception cref="FormatException">The text is none of ours.</exception>
    public static IEnumerable<string> Parameters(string? continuation)
    {
        if (continuation is null)
            return [];
        var keys = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(continuation)).Split('\n');
        if (keys.Length != 2)
            throw new FormatException("This is not a continuation of a query.");
        var partition = $"NextPartitionKey={Uri.EscapeDataString(keys[0])}";
        return keys[1].Length == 0 ? [partition] : [partition, $"NextRowKey={Uri.EscapeDataString(keys[1])}"];
    }
}

using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Recovery;

/// <summary>What a copy holds; written last, so that a copy without it is none.</summary>
/// <param name="BegunAt">The record is that of this time or a little later.</param>
/// <param name="Tables">By the table's name.</param>
internal sealed record CopyContents(DateTimeOffset BegunAt, IReadOnlyDictionary<string, CopiedTable> Tables);

/// <param name="Rows">How many.</param>
/// <param name="Sha256">Of the lines, in lower-case hexadecimal.</param>
internal sealed record CopiedTable(long Rows, string Sha256);

/// <summary>Copies of the tables in a blob container: <c>{stamp}/{table}.jsonl.gz</c>, then <c>{stamp}/done.json</c>.</summary>
internal sealed class Copies(BlobContainerClient container)
{
    private const string Done = "done.json";

    /// <exception cref="RequestFailedException">The blob service refuses, or does not answer; so with all of these.</exception>
    public Task PrepareAsync(CancellationToken cancellation) => container.CreateIfNotExistsAsync(cancellationToken: cancellation);

    public Task<Stream> WriteAsync(string stamp, string table, CancellationToken cancellation) =>
        container.GetBlockBlobClient(NameOf(stamp, table)).OpenWriteAsync(overwrite: true, cancellationToken: cancellation);

    public Task<Stream> ReadAsync(string stamp, string table, CancellationToken cancellation) =>
        container.GetBlobClient(NameOf(stamp, table)).OpenReadAsync(cancellationToken: cancellation);

    public Task FinishAsync(string stamp, CopyContents contents, CancellationToken cancellation) =>
        container.GetBlobClient($"{stamp}/{Done}").UploadAsync(BinaryData.FromObjectAsJson(contents, ApiJson.Options), overwrite: true, cancellation);

    /// <summary>What the copy holds; null where there is no such copy, or it was broken off.</summary>
    public async Task<CopyContents?> FindAsync(string stamp, CancellationToken cancellation)
    {
        try
        {
            var done = await container.GetBlobClient($"{stamp}/{Done}").DownloadContentAsync(cancellation);
            return JsonSerializer.Deserialize<CopyContents>(done.Value.Content, ApiJson.Options);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The stamps of all whole copies, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var stamps = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellation))
        {
            if (blob.Name.EndsWith($"/{Done}", StringComparison.Ordinal))
            {
                stamps.Add(blob.Name[..^(Done.Length + 1)]);
            }
        }

        return stamps;
    }

    private static string NameOf(string stamp, string table) => $"{stamp}/{table}.jsonl.gz";
}

using System.Text.Json.Serialization;

namespace OffRamp.Client;

/// <summary>A part of a list.</summary>
public sealed record Page<T>
{
    /// <summary>What there is, in the order that the call names.</summary>
    [JsonPropertyName("data")]
    public IReadOnlyList<T> Data { get; init; } = [];

    /// <summary>There are more after these.</summary>
    [JsonPropertyName("has_more")]
    public bool HasMore { get; init; }

    /// <summary>Asks for what follows; null at the end.</summary>
    [JsonPropertyName("next_cursor")]
    public string? NextCursor { get; init; }
}

/// <summary>A list: awaited page by page, or enumerated entry by entry to its end.</summary>
public sealed class PagedList<T> : IAsyncEnumerable<T>
{
    private readonly Func<string?, CancellationToken, Task<Page<T>>> ask;

    internal PagedList(Func<string?, CancellationToken, Task<Page<T>>> ask) => this.ask = ask;

    /// <summary>One page: the first, or the one that a cursor leads to.</summary>
    public Task<Page<T>> PageAsync(string? cursor = null, CancellationToken cancellation = default) => ask(cursor, cancellation);

    /// <summary>Every entry, page after page.</summary>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        for (string? cursor = null; ;)
        {
            var page = await ask(cursor, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Data)
            {
                yield return entry;
            }

            if (!page.HasMore)
            {
                yield break;
            }

            cursor = page.NextCursor;
        }
    }
}

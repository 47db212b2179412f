using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract.Fuzz;

/// <summary>Some requests between two looks at the tables. Where none of them was done, the tables must be as before.</summary>
internal sealed class Stretch(Market market)
{
    private readonly List<string> refused = [];
    private SortedDictionary<string, string>? before;
    private bool mayHaveChanged = true;

    /// <summary>What is wrong with an answer; null for nothing.</summary>
    public async Task<string?> SeeAsync(HttpResponseMessage answer)
    {
        var request = answer.RequestMessage!;
        var line = $"{request.Method} {request.RequestUri!.PathAndQuery} -> {(int)answer.StatusCode}";
        refused.Add(line);
        var isReading = request.Method.Method is "GET" or "HEAD" or "OPTIONS";
        if (answer.IsSuccessStatusCode)
        {
            mayHaveChanged |= !isReading;
            await RenewAsync(request);
            return null;
        }

        // What an operator decides is on record also where it is refused.
        mayHaveChanged |= answer.StatusCode == HttpStatusCode.Conflict && request.RequestUri.AbsolutePath.EndsWith("/actions", StringComparison.OrdinalIgnoreCase);
        if (request.Method == HttpMethod.Head)
        {
            return (int)answer.StatusCode < 500 ? null : line;
        }

        if (answer.IsOfServer())
        {
            return (int)answer.StatusCode is 400 or 414 or 431 ? null : line;
        }

        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 500)
        {
            return $"{line} {text}\n{await BodyAsync(request)}";
        }

        if (answer.Headers.Contains("Idempotency-Replayed"))
        {
            return null; // the first answer's bytes, with the first request's id
        }

        try
        {
            await ProblemBody.ReadAsync(answer);
            return null;
        }
        catch (AssertFailedException e)
        {
            return $"{line} {text}\n{e.Message}";
        }
    }

    /// <summary>Looks at the tables, and begins anew.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        var after = await market.Shop.Tables.SnapshotAsync();
        var changes = mayHaveChanged || before is null ? "" : before.ChangesTo(after);
        var found = changes.Length == 0 ? Array.Empty<string>() : [$"{changes}\nchanged by one of\n{string.Join('\n', refused)}"];
        (before, mayHaveChanged) = (after, false);
        refused.Clear();
        return found;
    }

    // A session that was cancelled or sold answers the rest with the same words: another takes its place.
    private async Task RenewAsync(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Post && request.RequestUri!.OriginalString.Contains(market.Open.Id, StringComparison.Ordinal))
        {
            await market.RenewOpenAsync();
        }
    }

    private static async Task<string> BodyAsync(HttpRequestMessage request) =>
        request.Content is null ? "" : Convert.ToBase64String(await request.Content.ReadAsByteArrayAsync());
}

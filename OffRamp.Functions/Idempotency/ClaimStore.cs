using System.Security.Cryptography;
using System.Text;
using Azure;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Idempotency;

/// <summary>
/// Keys that are in use and the answers given, in table Index: row <c>idem|{hash}</c> in the partition of the credential.
/// A claim fixes the identifier of what its request makes. Whoever claims first runs; a claim of more than a minute
/// belongs to a process that died, and the next try takes it over with the identifier it fixed.
/// </summary>
internal sealed class ClaimStore(TableStore store, AnswerBox box, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    public static readonly TimeSpan TakenOverAfter = TimeSpan.FromSeconds(60);

    public const string RowPrefix = "idem|";
    public const string ClaimedAt = "claimed_at";

    private readonly Table index = store.Table(StorageNames.Index);

    public static string RowKey(string method, string path, string key) =>
        RowPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{method}\n{path}\n{key}")));

    public async Task<FoundClaim> ClaimAsync(Attempt attempt, IReadOnlyList<Row> alongside, CancellationToken cancellation)
    {
        var owner = Guid.NewGuid().ToString("N");
        var mine = ClaimRow(attempt, attempt.NewId, owner);
        try
        {
            return FoundClaim.New(attempt, attempt.NewId, owner, await InsertAsync(mine, alongside, cancellation));
        }
        catch (StorageConflictException)
        {
            var row = await index.GetAsync(attempt.Partition, attempt.RowKey, cancellation: cancellation);
            return row is null ? FoundClaim.Refused(InProgress()) : await JudgeAsync(attempt, owner, row, alongside, cancellation);
        }
    }

    /// <summary>Keeps the answer, and takes away the rows that now point to nothing. Somebody who took over has the last word.</summary>
    public async Task CompleteAsync(FoundClaim claim, CapturedAnswer answer, IReadOnlyList<Row> pointless)
    {
        var row = ClaimRow(claim.Attempt, claim.Id, claim.Owner)
            .Set("status", answer.Status)
            .SetLargeText("answer", box.Seal(claim.Attempt, answer));
        await IfStillOursAsync(async () =>
        {
            await index.ReplaceAsync(row, claim.ETag);
            await RemoveAlongsideAsync(pointless);
        });
    }

    /// <summary>Gives the claim up, so that the next try takes it over at once, with the identifier it fixed.</summary>
    public Task ReleaseAsync(FoundClaim claim) => IfStillOursAsync(() => index.ReplaceAsync(
        ClaimRow(claim.Attempt, claim.Id, claim.Owner).Set("released", true), claim.ETag));

    /// <param name="rows">At least one.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task WriteAlongsideAsync(IReadOnlyList<Row> rows, CancellationToken cancellation) =>
        index.TransactAsync(rows[0].PartitionKey, [.. rows.Select(TableOperation.Upsert)], cancellation);

    public async Task RemoveAlongsideAsync(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
        {
            try
            {
                await index.DeleteAsync(row.PartitionKey, row.RowKey, ETag.All);
            }
            catch (StorageException)
            {
                // It points to nothing, and whoever reads it skips it.
            }
        }
    }

    private async Task<FoundClaim> JudgeAsync(
        Attempt attempt, string owner, Row row, IReadOnlyList<Row> alongside, CancellationToken cancellation)
    {
        var id = Id26.Parse(row.GetString("id")!);
        if (row.GetString("owner") == owner)
        {
            return FoundClaim.New(attempt, id, owner, row.ETag); // our own write, whose answer was lost
        }

        var age = clock.GetUtcNow() - row.GetDateTimeOffset(ClaimedAt)!.Value;
        if (age > Kept)
        {
            return await ReplaceAsync(attempt, attempt.NewId, owner, row.ETag, alongside, cancellation);
        }

        if (row.GetString("fingerprint") != attempt.Fingerprint)
        {
            return FoundClaim.Refused(Problems.Of("idempotency_key_reused", "This key was used with another body."));
        }

        if (row.GetInt64("status") is { } status)
        {
            return box.Open(attempt, (int)status, row.GetLargeText("answer")!) is { } answer
                ? FoundClaim.Answered(attempt, answer)
                : FoundClaim.Refused(Problems.Of("idempotency_key_reused", "This key was used, and its answer is not readable any more."));
        }

        return age > TakenOverAfter || row.GetBoolean("released") == true
            ? await ReplaceAsync(attempt, id, owner, row.ETag, [], cancellation) with { IsTakenOver = true }
            : FoundClaim.Refused(InProgress());
    }

    private async Task<FoundClaim> ReplaceAsync(
        Attempt attempt, Id26 id, string owner, ETag seen, IReadOnlyList<Row> alongside, CancellationToken cancellation)
    {
        try
        {
            if (alongside.Count > 0)
            {
                await WriteAlongsideAsync(alongside, cancellation);
            }

            return FoundClaim.New(attempt, id, owner, await index.ReplaceAsync(ClaimRow(attempt, id, owner), seen, cancellation));
        }
        catch (Exception e) when (e is StoragePreconditionException or StorageNotFoundException)
        {
            return FoundClaim.Refused(InProgress());
        }
    }

    private async Task<ETag> InsertAsync(Row claim, IReadOnlyList<Row> alongside, CancellationToken cancellation) => alongside.Count == 0
        ? await index.InsertAsync(claim, cancellation)
        : (await index.TransactAsync(
            claim.PartitionKey, [TableOperation.Insert(claim), .. alongside.Select(TableOperation.Upsert)], cancellation))[0];

    private Row ClaimRow(Attempt attempt, Id26 id, string owner) => new Row(attempt.Partition, attempt.RowKey)
        .Set("fingerprint", attempt.Fingerprint)
        .Set("id", id.ToString())
        .Set("owner", owner)
        .Set(ClaimedAt, clock.GetUtcNow());

    private static async Task IfStillOursAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is StoragePreconditionException or StorageNotFoundException)
        {
            // Taken over meanwhile, or our own write whose answer was lost: either way it is settled.
        }
    }

    private static ProblemResult InProgress() => new(
        Problems.Describe("idempotency_in_progress", "The first request with this key is still running. Ask again.") with
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        });
}

/// <summary>What a try finds: it may run, or there is an answer already, or it has to go.</summary>
internal sealed record FoundClaim(Attempt Attempt, Id26 Id, string Owner, ETag ETag)
{
    public bool IsTakenOver { get; init; }

    public CapturedAnswer? Answer { get; init; }

    public ProblemResult? Refusal { get; init; }

    public static FoundClaim New(Attempt attempt, Id26 id, string owner, ETag etag) => new(attempt, id, owner, etag);

    public static FoundClaim Answered(Attempt attempt, CapturedAnswer answer) => new(attempt, default, "", default) { Answer = answer };

    public static FoundClaim Refused(ProblemResult refusal) => new(null!, default, "", default) { Refusal = refusal };
}

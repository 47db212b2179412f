using System.Security.Cryptography;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Idempotency;

/// <summary>Runs an endpoint once for each Idempotency-Key, and tells its answer again to whoever asks again.</summary>
internal sealed partial class IdempotentRequest(
    ClaimStore claims, Failures failures, TimeProvider clock, ILogger<IdempotentRequest> log)
{
    public const string Header = "Idempotency-Key";

    public async Task<object?> RunAsync(
        HttpContext context, Func<Task<object?>> next, bool required, IRowsAlongside? alongside)
    {
        if (!context.Request.Headers.ContainsKey(Header))
        {
            return required
                ? Problems.Of("idempotency_key_required", $"Send an {Header}, so that the request can be repeated safely.")
                : await RunWithoutKeyAsync(context, next, alongside);
        }

        if (ReadKey(context.Request) is not { } key)
        {
            return Problems.Of("invalid_idempotency_key", $"{Header} must be one value of 1 to 255 printable characters, without a comma and a space behind it.");
        }

        if (await ReadBodyAsync(context) is not { } body)
        {
            return await RefuseBodyAsync(context, next);
        }

        var attempt = new Attempt(
            CredentialScope.CredentialScopeOf(context), ClaimStore.RowKey(context.Request.Method, context.Request.PathBase + context.Request.Path, key),
            Convert.ToHexStringLower(SHA256.HashData(body)), Id26.New(clock.GetUtcNow()));
        return await RunAsync(context, next, attempt, alongside);
    }

    private async Task<object?> RunAsync(HttpContext context, Func<Task<object?>> next, Attempt attempt, IRowsAlongside? alongside)
    {
        var found = await claims.ClaimAsync(attempt, alongside?.Of(context, attempt.NewId) ?? [], context.RequestAborted);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        if (found.Answer is { } answer)
        {
            return new Replay(answer);
        }

        var rows = alongside?.Of(context, found.Id) ?? [];
        if (found.IsTakenOver && rows.Count > 0)
        {
            await claims.WriteAlongsideAsync(rows, context.RequestAborted); // they may be gone by now
        }

        context.Items[typeof(Claim)] = new Claim(found.Id, found.IsTakenOver);
        var result = await CatchAsync(context, next);
        var captured = await CapturedAnswer.TakeAsync(context, result);
        await SettleAsync(found, captured, rows);
        return new Captured(captured);
    }

    private async Task<object?> RunWithoutKeyAsync(
        HttpContext context, Func<Task<object?>> next, IRowsAlongside? alongside)
    {
        var id = Id26.New(clock.GetUtcNow());
        context.Items[typeof(Claim)] = new Claim(id, IsTakenOver: false);
        if (alongside is null)
        {
            return await next();
        }

        var rows = alongside.Of(context, id);
        await claims.WriteAlongsideAsync(rows, context.RequestAborted);
        var result = await CatchAsync(context, next);
        if (result is IStatusCodeHttpResult { StatusCode: >= 400 and < 500 })
        {
            await claims.RemoveAlongsideAsync(rows);
        }

        return result;
    }

    // What the endpoint checks before the body comes first: that the thing exists, that it has not ended.
    private Task<object?> RefuseBodyAsync(HttpContext context, Func<Task<object?>> next)
    {
        context.Items[typeof(Claim)] = new Claim(Id26.New(clock.GetUtcNow()), IsTakenOver: false);
        return next();
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        try
        {
            return await RequestBody.ReadBytesAsync(context);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private async Task<object?> CatchAsync(HttpContext context, Func<Task<object?>> next)
    {
        try
        {
            return await next();
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            return new ProblemResult(failures.Describe(e));
        }
    }

    // What was done is done: trouble with remembering it must not change the answer. The next try takes the claim over.
    private async Task SettleAsync(FoundClaim claim, CapturedAnswer answer, IReadOnlyList<Row> rows)
    {
        try
        {
            if (answer.Status is >= 500 or StatusCodes.Status429TooManyRequests)
            {
                await claims.ReleaseAsync(claim);
            }
            else
            {
                await claims.CompleteAsync(claim, answer, answer.Status >= 400 && !claim.IsTakenOver ? rows : []);
            }
        }
        catch (StorageLimitException e)
        {
            // More than a row holds. The next try finds by its identifier what was done.
            NotRemembered(e);
            await claims.ReleaseAsync(claim);
        }
        catch (StorageException e)
        {
            NotRemembered(e);
        }
    }

    // A host in front may make one line of two, as HTTP lets it: "one, two" is nobody's one key.
    private static string? ReadKey(HttpRequest request) =>
        request.Headers[Header] is [{ Length: >= 1 and <= 255 } key] && key.All(c => c is >= ' ' and <= '~') && !key.Contains(", ", StringComparison.Ordinal)
            ? key
            : null;

    [LoggerMessage(LogLevel.Warning, "An answer could not be kept for its Idempotency-Key")]
    private partial void NotRemembered(Exception exception);
}

/// <summary>One try of one request.</summary>
/// <param name="NewId">The identifier it gets if it is the first.</param>
internal sealed record Attempt(string Partition, string RowKey, string Fingerprint, Id26 NewId);

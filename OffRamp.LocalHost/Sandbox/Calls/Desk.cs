using System.Security.Cryptography;
using System.Text.Json;
using OffRamp.LocalHost.Sandbox.Facts;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>
/// Takes one call from its body to its answer: decide and record in one step, flush, answer, and only
/// then send notices. A POST with a known idempotency key gets the answer it got before.
/// </summary>
internal sealed class Desk(Books books, FactLog log, NoticeQueue notices, TimeProvider clock, OpenCalls openCalls)
{
    public RequestDelegate For(Decision decide) => async context =>
    {
        var body = await ReadBodyAsync(context.Request);
        if (!TryRead(body, out var fields, out var refusal))
        {
            await Answer.WriteAsync(context, refusal);
            return;
        }

        var outcome = Settle(new Ask(books, clock.GetUtcNow(), fields, context), body, decide);
        Notice[] queued = [.. outcome.Facts.OfType<NoticeQueued>().Select(fact => fact.Notice)];
        if (queued.Length > 0 && outcome.IsAnswered)
        {
            context.Response.OnCompleted(() => Send(queued));
        }

        await log.Flushed();
        if (outcome.IsAnswered)
        {
            await Answer.WriteAsync(context, outcome);
            return;
        }

        await Send(queued);
        await openCalls.NeverAnswerAsync(context);
    };

    private Outcome Settle(Ask ask, byte[] body, Decision decide)
    {
        var path = ask.Context.Request.Path.Value ?? "";
        var key = HttpMethods.IsPost(ask.Context.Request.Method) ? (string?)ask.Context.Request.Headers["Idempotency-Key"] : null;
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(body));
        lock (books.Gate)
        {
            if (key is not null && books.Keys.TryGetValue((path, key), out var used))
            {
                return Replay(used, fingerprint);
            }

            var outcome = decide(ask);
            if (ask.Fault == FaultMode.Duplicate400)
            {
                outcome = FaultyAnswer.Duplicate(outcome);
            }

            if (key is not null && outcome.Status < 300)
            {
                var answer = JsonSerializer.Serialize(outcome.Body, SandboxJson.Options);
                outcome = outcome with { Facts = [.. outcome.Facts, new KeyUsed(path, key, fingerprint, outcome.Status, answer)] };
            }

            books.Record(outcome.Facts);
            return outcome;
        }
    }

    private static Outcome Replay(KeyUsed used, string fingerprint) => used.Fingerprint == fingerprint
        ? new Outcome(used.Status, new Written("application/json", used.Answer)) { IsReplay = true }
        : Outcome.Refused(422, "idempotency_key_reused", "This Idempotency-Key came with another body before.");

    private Task Send(Notice[] queued)
    {
        notices.Add(queued);
        return Task.CompletedTask;
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    // Content types are not looked at: a control is as often as not called by hand.
    private static bool TryRead(byte[] body, out Fields fields, out Outcome refusal)
    {
        (fields, refusal) = (Fields.None, Outcome.Refused(400, "invalid_json", "The body is not JSON."));
        if (body.Length == 0)
        {
            return true;
        }

        try
        {
            DemandUnicode(body);
            var json = JsonDocument.Parse(body).RootElement;
            if (json.ValueKind == JsonValueKind.Object)
            {
                fields = new Fields(json);
                return true;
            }

            refusal = Outcome.Refused(422, "invalid_type", "The body must be a JSON object.");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
        }

        return false;
    }

    // A document may hold half a surrogate pair or broken UTF-8, which would only come to light in use.
    private static void DemandUnicode(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                reader.GetString();
            }
        }
    }
}

using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Idempotency;

/// <summary>Kept answers are encrypted: some show a secret that is shown once.</summary>
internal sealed class AnswerBox(ServerKey key)
{
    private const string Purpose = "idempotent-answers";

    public string Seal(Attempt attempt, CapturedAnswer answer)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(
            new Content(answer.ContentType, answer.Location, answer.Body), ApiJson.Options);
        return Convert.ToBase64String(key.Seal(Purpose, plain, Place(attempt)));
    }

    /// <summary>Null where the answer was sealed with another server key.</summary>
    public CapturedAnswer? Open(Attempt attempt, int status, string box)
    {
        var plain = key.Open(Purpose, Convert.FromBase64String(box), Place(attempt));
        return plain is not null && JsonSerializer.Deserialize<Content>(plain, ApiJson.Options) is { } content
            ? new(status, content.ContentType, content.Location, content.Body)
            : null;
    }

    private static string Place(Attempt attempt) => attempt.Partition + "\n" + attempt.RowKey;

    private sealed record Content(string? ContentType, string? Location, byte[] Body);
}

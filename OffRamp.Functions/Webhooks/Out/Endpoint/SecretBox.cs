using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>Signing secrets at rest are encrypted, each partner's for its own row.</summary>
internal sealed class SecretBox(ServerKey key)
{
    private const string Purpose = "webhook-secrets";

    public byte[] Seal(PartnerId partner, SigningSecrets secrets)
    {
        var plain = secrets.All.Select(secret => new Kept(secret.Id.ToString(), secret.Bytes, secret.Until));
        return key.Seal(Purpose, JsonSerializer.SerializeToUtf8Bytes(plain, ApiJson.Options), partner.ToString());
    }

    /// <summary>The secrets; none where they were sealed with another server key, so that the partner can still make new ones.</summary>
    public SigningSecrets Open(PartnerId partner, byte[] box)
    {
        var plain = key.Open(Purpose, box, partner.ToString());
        var kept = plain is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<Kept>>(plain, ApiJson.Options)!;
        return new([.. kept.Select(secret => new SigningSecret(Id26.Parse(secret.Id), secret.Bytes, secret.Until))]);
    }

    private sealed record Kept(string Id, byte[] Bytes, DateTimeOffset? Until);
}

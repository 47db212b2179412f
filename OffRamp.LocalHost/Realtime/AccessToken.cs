using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OffRamp.LocalHost.Realtime;

/// <summary>Tokens of the service: JWT, HS256, for one address, for a while.</summary>
internal sealed class AccessToken(RealtimeOptions options)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Key);

    /// <summary>Whether a call bears a token for just its address.</summary>
    public bool Allows(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token]
        && Read(token, $"{request.Scheme}://{request.Host}{request.Path}") is not null;

    /// <summary>A token for a client's user.</summary>
    public string Write(string audience, string user, TimeSpan lifetime)
    {
        var claims = new { aud = audience, sub = user, exp = (options.RealTime.GetUtcNow() + lifetime).ToUnixTimeSeconds() };
        var content = $"{Part(new { alg = "HS256", typ = "JWT" })}.{Part(claims)}";
        return $"{content}.{Sign(content)}";
    }

    /// <summary>What the token says; null for one that is not valid here and now.</summary>
    public JsonElement? Read(string token, string audience)
    {
        if (token.Split('.') is not [var header, var claims, var signature] || signature != Sign($"{header}.{claims}"))
        {
            return null;
        }

        var said = JsonElement.Parse(Base64Url.DecodeFromChars(claims));
        return said.GetProperty("aud").GetString() == audience && said.GetProperty("exp").GetInt64() > options.RealTime.GetUtcNow().ToUnixTimeSeconds()
            ? said
            : null;
    }

    private string Sign(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(content)));

    private static string Part<T>(T json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}

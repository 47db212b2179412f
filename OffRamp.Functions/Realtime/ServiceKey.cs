using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// What the access key of Web PubSub signs: our own calls, tokens for clients, and, by the service, the connections that
/// it asks us about. Times are real ones, as the service checks them, never the business clock's.
/// </summary>
internal sealed class ServiceKey(string key)
{
    private static readonly string Header = Part(new Dictionary<string, string> { ["alg"] = "HS256", ["typ"] = "JWT" });

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);

    /// <summary>A token (JWT, HS256) for one address.</summary>
    /// <param name="audience">The address, without its query.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="user">Whose it is; null for ours.</param>
    public string Sign(string audience, TimeSpan lifetime, string? user = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["aud"] = audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        };
        if (user is not null)
        {
            claims["sub"] = user;
        }

        var content = $"{Header}.{Part(claims)}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(content)))}";
    }

    /// <summary>Whether the service signed the id of a connection: <c>sha256=hex</c>, one for each of its two keys.</summary>
    public bool HasSigned(string connection, string signatures)
    {
        var expected = Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(connection))));
        var isSigned = false;
        foreach (var signature in signatures.Split(',', 5, StringSplitOptions.TrimEntries))
        {
            isSigned |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected);
        }

        return isSigned;
    }

    private static string Part<T>(T json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    /// <summary>Signs each try of a call anew.</summary>
    internal sealed class Policy(ServiceKey key) : HttpPipelineSynchronousPolicy
    {
        private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

        public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue(
            "Authorization", "Bearer " + key.Sign(message.Request.Uri.ToUri().GetLeftPart(UriPartial.Path), Lifetime));
    }
}

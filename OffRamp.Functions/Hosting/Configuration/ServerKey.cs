using System.Security.Cryptography;
using System.Text;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>
/// The one secret of the installation (32 bytes). It is never used itself: every purpose gets a key of its own, so that
/// what is made for one purpose can never pass for another.
/// </summary>
internal sealed class ServerKey
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte Version = 1;

    private readonly byte[] secret;

    public ServerKey(byte[] secret)
    {
        if (secret.Length != 32)
        {
            throw new ArgumentException("A server key has 32 bytes.", nameof(secret));
        }

        this.secret = secret;
    }

    /// <summary>A 32-byte key for one purpose. Purposes are short constant texts.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes("offramp/1/" + purpose));

    /// <summary>HMAC-SHA256 of the text under the key of the purpose; 32 bytes.</summary>
    public byte[] Mac(string purpose, string text) => HMACSHA256.HashData(Derive(purpose), Encoding.UTF8.GetBytes(text));

    public bool IsMac(string purpose, string text, ReadOnlySpan<byte> mac) =>
        CryptographicOperations.FixedTimeEquals(Mac(purpose, text), mac);

    /// <summary>Encrypts with AES-GCM. What is sealed for one <paramref name="context"/> (a row's keys, say) opens in no other.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plaintext, string context)
    {
        var box = new byte[1 + NonceLength + TagLength + plaintext.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(Derive(purpose), TagLength);
        cipher.Encrypt(nonce, plaintext, box.AsSpan(1 + NonceLength + TagLength), box.AsSpan(1 + NonceLength, TagLength),
            Encoding.UTF8.GetBytes(context));
        return box;
    }

    /// <summary>The plaintext, or null where the box was made with another key, for another context, or was changed.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> box, string context)
    {
        if (box.Length < 1 + NonceLength + TagLength || box[0] != Version)
        {
            return null;
        }

        var plaintext = new byte[box.Length - 1 - NonceLength - TagLength];
        using var cipher = new AesGcm(Derive(purpose), TagLength);
        try
        {
            cipher.Decrypt(box.Slice(1, NonceLength), box[(1 + NonceLength + TagLength)..],
                box.Slice(1 + NonceLength, TagLength), plaintext, Encoding.UTF8.GetBytes(context));
            return plaintext;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Requests;

/// <summary>
/// Opaque places in lists. Each is signed for one list of one owner (its <c>scope</c>), so that a cursor that somebody
/// made, changed or took from another list is refused and not followed.
/// </summary>
internal sealed class Cursor(ServerKey key)
{
    private const int MacLength = 10;

    public string Write(string scope, string place)
    {
        var text = Encoding.UTF8.GetBytes(place);
        return Base64Url.EncodeToString([.. Mac(scope, place), .. text]);
    }

    /// <summary>The place, or null where the cursor was not written for this scope.</summary>
    public string? Read(string scope, string cursor)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length) || length < MacLength)
        {
            return null;
        }

        var place = Encoding.UTF8.GetString(bytes.AsSpan(MacLength, length - MacLength));
        return CryptographicOperations.FixedTimeEquals(Mac(scope, place), bytes.AsSpan(0, MacLength)) ? place : null;
    }

    // Ten bytes are plenty: a forged place would still only show what its owner may see.
    private byte[] Mac(string scope, string place) => key.Mac("cursor", scope + "\n" + place)[..MacLength];
}

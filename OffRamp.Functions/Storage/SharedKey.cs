using System.Security.Cryptography;
using System.Text;

namespace OffRamp.Functions.Storage;

/// <summary>An account and its key, which signs requests by the scheme "Shared Key Lite" for tables.</summary>
/// <param name="account">The account's name.</param>
/// <param name="key">The key's bytes.</param>
internal sealed class SharedKey(string account, byte[] key)
{
    public string Account { get; } = account;

    /// <summary>The Authorization header for a request of that date to that address.</summary>
    /// <param name="date">Exactly what the request's <c>x-ms-date</c> says.</param>
    /// <param name="address">The request's address, escaped as it is sent.</param>
    public string Authorize(string date, Uri address)
    {
        // Of the query only "comp" is signed (service properties); tables never have it.
        var text = $"{date}\n/{Account}{address.AbsolutePath}";
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
        return $"SharedKeyLite {Account}:{Convert.ToBase64String(signature)}";
    }

    /// <summary>The account; never the key.</summary>
    public override string ToString() => Account;
}

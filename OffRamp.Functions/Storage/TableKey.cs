using System.Security.Cryptography;
using System.Text;

namespace OffRamp.Functions.Storage;

/// <summary>What may be a partition or row key, and what may name a property or a table.</summary>
internal static class TableKey
{
    /// <summary>The key, if the service takes it: not empty, at most 512 characters, no <c>/ \ # ?</c>, no control characters.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static string Check(string key)
    {
        if (key.Length is 0 or > StorageLimits.KeyCharacters)
        {
            throw new ArgumentException($"A key has 1 to {StorageLimits.KeyCharacters} characters; this has {key.Length}.");
        }

        foreach (var character in key)
        {
            if (character is '/' or '\\' or '#' or '?' || char.IsControl(character) || char.IsSurrogate(character))
            {
                throw new ArgumentException($"The key '{key}' contains U+{(int)character:X4}, which keys may not.");
            }
        }

        return key;
    }

    /// <summary>
    /// A key for a text from outside, whatever its characters and length: the text itself where it is plain (letters,
    /// digits, <c>- _ . : @</c>) and short, else <c>~</c> and its SHA-256 in hexadecimal. Two texts never share one.
    /// </summary>
    public static string For(string text)
    {
        var isPlain = text.Length is > 0 and <= 128
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '@');
        return isPlain ? text : "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The name, if it is a property's: a letter or underscore, then letters, digits and underscores.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string CheckProperty(string name)
    {
        var isName = name.Length is > 0 and <= 255
            && (char.IsAsciiLetter(name[0]) || name[0] == '_')
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            && name is not ("PartitionKey" or "RowKey" or "Timestamp");
        return isName ? name : throw new ArgumentException($"'{name}' cannot name a property.");
    }

    /// <summary>The name, if it is a table's: 3 to 63 letters and digits, a letter first.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string CheckTable(string name)
    {
        var isName = name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);
        return isName ? name : throw new ArgumentException($"'{name}' cannot name a table.");
    }
}

using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>
/// A transaction's hash in the one spelling to compare and to key by: lower case, without <c>0x</c>.
/// Its length is not checked: it is a name, and whether the transaction exists is the custodian's word.
/// </summary>
[JsonConverter(typeof(TxHashJson))]
internal readonly record struct TxHash
{
    private const int MaximumLength = 128;

    private TxHash(string value) => Value = value;

    /// <summary>The normalised hash.</summary>
    public string Value { get; }

    /// <summary>Reads 1 to 128 letters, digits, hyphens and underscores, after a perhaps leading <c>0x</c>.</summary>
    public static bool TryParse(string? text, out TxHash hash)
    {
        var name = text?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true ? text[2..] : text;
        var isRead = name is { Length: > 0 and <= MaximumLength }
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
        hash = isRead ? new TxHash(name!.ToLowerInvariant()) : default;
        return isRead;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">It is not such a text.</exception>
    public static TxHash Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException($"'{text}' is not a transaction hash.");

    /// <summary>The normalised hash.</summary>
    public override string ToString() => Value;
}

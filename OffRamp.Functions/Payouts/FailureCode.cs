namespace OffRamp.Functions.Payouts;

/// <summary>
/// A payout provider's word for a failure. It is stored, shown and sent on, so only a short plain token passes: a
/// sentence may name a person, and a long number may be a card's.
/// </summary>
internal static class FailureCode
{
    private const int MaximumLength = 64;
    private const int MaximumDigits = 8;

    /// <summary>The word itself where it is a token of letters, digits, <c>_ - .</c>; null for anything else.</summary>
    public static string? Clean(string? word) =>
        word is { Length: > 0 and <= MaximumLength } && char.IsAsciiLetter(word[0])
        && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')
        && word.Count(char.IsAsciiDigit) <= MaximumDigits ? word : null;
}

using System.Diagnostics.CodeAnalysis;

namespace OffRamp.Functions.Ids;

/// <summary>
/// An identifier as partners see it: a prefix that says what it names, then the 26 characters of <see cref="Id26"/>.
/// </summary>
internal interface IPrefixedId<TSelf>
    where TSelf : struct, IPrefixedId<TSelf>
{
    /// <summary>The prefix with its underscore, such as <c>par_</c>.</summary>
    static abstract string Prefix { get; }

    /// <summary>The same 26 characters under this prefix.</summary>
    static abstract TSelf Of(Id26 id);

    /// <summary>What follows the prefix.</summary>
    Id26 Id { get; }

    static virtual TSelf New(DateTimeOffset now) => TSelf.Of(Id26.New(now));
}

internal static class PrefixedId
{
    public static string Write<TId>(TId id)
        where TId : struct, IPrefixedId<TId> => TId.Prefix + id.Id;

    /// <summary>False for anything but the canonical form: an unknown spelling is an unknown thing (404), not a fault.</summary>
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id)
        where TId : struct, IPrefixedId<TId>
    {
        id = default;
        if (text is null || !text.StartsWith(TId.Prefix, StringComparison.Ordinal)
            || !Id26.TryParse(text.AsSpan(TId.Prefix.Length), out var characters))
        {
            return false;
        }

        id = TId.Of(characters);
        return true;
    }

    public static TId Parse<TId>(string text)
        where TId : struct, IPrefixedId<TId> =>
        TryParse<TId>(text, out var id) ? id : throw new FormatException($"Not an identifier that begins with {TId.Prefix}");
}

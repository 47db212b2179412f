using System.Text.Json;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Requests;

internal static class Words
{
    /// <summary>One of an enumeration's words, written as everywhere in the contract: <c>awaiting_deposit</c>.</summary>
    public static T? Word<T>(this QueryFields query, string name)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
        return query.OneOf(name, [.. words.Keys]) is { } word ? words[word] : null;
    }
}

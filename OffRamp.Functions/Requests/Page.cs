using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Requests;

/// <summary>One page of a list, as callers see it.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Data, bool HasMore, string? NextCursor);

/// <summary>Which page a caller asks for.</summary>
/// <param name="Limit">1 to 100.</param>
/// <param name="After">The place after which the page begins, as its list wrote it; null for the first page.</param>
internal sealed record PageRequest(int Limit, string? After)
{
    /// <summary>Reads <c>limit</c> and <c>cursor</c>; what is wrong with them is noted in the query's problems.</summary>
    /// <param name="scope">Which list, and whose: <c>sells:par_...</c>.</param>
    /// <param name="parameter"><c>after</c> for the event feed.</param>
    /// <param name="most">The largest limit.</param>
    /// <param name="standard">The limit where none is given.</param>
    public static PageRequest Read(
        QueryFields query, Cursor cursors, string scope, string parameter = "cursor", int most = 100, int standard = 20)
    {
        var limit = query.Integer("limit", 1, most, standard);
        if (query.Text(parameter, maximum: 1024) is not { } cursor)
        {
            return new(limit, null);
        }

        var place = cursors.Read(scope, cursor);
        if (place is null)
        {
            query.Problems.Add(parameter, "invalid_cursor", $"{parameter} is not one that this list has given out.");
        }

        return new(limit, place);
    }

    /// <summary>
    /// The page out of <see cref="Limit"/> + 1 items at most: the one too many only shows that there is more.
    /// </summary>
    public Page<T> Of<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> show, Func<TItem, string> place, Cursor cursors, string scope)
    {
        var hasMore = items.Count > Limit;
        var shown = items.Take(Limit).ToList();
        return new([.. shown.Select(show)], hasMore, hasMore ? cursors.Write(scope, place(shown[^1])) : null);
    }
}

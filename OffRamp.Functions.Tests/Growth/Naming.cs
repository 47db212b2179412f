using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Tests.Growth;

/// <summary>
/// What tells one sell's rows from another's: ids, which bear their time, hashes, days and times. Copy <c>n</c> of a text has those of the
/// n-th sell; all copies of a name are in the order of their numbers, or all in the reverse one.
/// </summary>
internal sealed partial class Naming
{
    private const int TimeLength = 10;
    private const int HashLength = 12;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const long Times = 1L << 48;
    private const string Time = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z";

    private readonly Dictionary<string, Func<long, string>> names = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<Func<long, string>>> parts = [];
    private readonly Regex any;

    /// <param name="keys">The keys of the one sell that there really is.</param>
    /// <param name="ids">Its ids.</param>
    /// <param name="day">Its day.</param>
    /// <param name="count">How many sells there are.</param>
    /// <param name="apart">From one sell to the next.</param>
    public Naming(IReadOnlyCollection<string> keys, IEnumerable<Id26> ids, DateTimeOffset day, long count, TimeSpan apart)
    {
        (Count, Apart) = (count, apart);
        foreach (var id in ids)
        {
            names[id.ToString()] = n => Later(id.ToString(), Shift(n));
            names[id.ToNewestFirst()] = n => Later(id.ToNewestFirst(), -Shift(n));
        }

        foreach (var hash in keys.SelectMany(key => Hashes().Matches(key)).Select(match => match.Value).Distinct())
        {
            names[hash] = n => (long.Parse(hash.AsSpan(0, HashLength), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + n - Original)
                .ToString("x12", CultureInfo.InvariantCulture) + hash[HashLength..];
        }

        var date = Date(day);
        names[date] = n => Date(day + Since(n));
        any = new Regex($"{string.Join('|', names.Keys.Select(Regex.Escape))}|{Time}", RegexOptions.CultureInvariant);
    }

    public long Count { get; }

    public TimeSpan Apart { get; }

    /// <summary>The number of the sell that there really is: half of the others are older.</summary>
    public long Original => Count / 2;

    /// <summary>How much later than it the n-th one happened.</summary>
    public TimeSpan Since(long n) => (n - Original) * Apart;

    public bool IsShared(string text) => !any.IsMatch(text);

    // Few texts are copied often: each is taken apart once.
    public string Copy(string text, long n) => string.Concat(parts.GetOrAdd(text, TakeApart).Select(part => part(n)));

    /// <summary>Of which copies a text may be: of those whose id or hash is in it.</summary>
    public IEnumerable<long> NumbersIn(string text)
    {
        foreach (var (name, copy) in names.Where(name => name.Key.Length >= Id26.Length))
        {
            foreach (var word in Words().Matches(text).Select(match => match.Value).Where(word => MayBe(word, name)))
            {
                // Every name is the text of a number that grows, or falls, by the same with each copy.
                var (low, high) = (0L, Count - 1);
                var isRising = string.CompareOrdinal(copy(0), copy(Count - 1)) <= 0;
                while (low < high)
                {
                    var middle = (low + high) / 2;
                    var order = string.CompareOrdinal(copy(middle), word);
                    (low, high) = (isRising ? order < 0 : order > 0) ? (middle + 1, high) : (low, middle);
                }

                if (copy(low) == word)
                {
                    yield return low;
                }
            }
        }
    }

    // What does not count is the same in all copies.
    private static bool MayBe(string word, string name) => word.Length == name.Length && word.AsSpan(HashLength).SequenceEqual(name.AsSpan(HashLength));

    private IReadOnlyList<Func<long, string>> TakeApart(string text)
    {
        var (taken, end) = (new List<Func<long, string>>(), 0);
        foreach (var match in any.Matches(text).Cast<Match>())
        {
            var between = text[end..match.Index];
            taken.Add(_ => between);
            taken.Add(names.GetValueOrDefault(match.Value) ?? LaterTime(match.Value));
            end = match.Index + match.Length;
        }

        return [.. taken, _ => text[end..]];
    }

    private Func<long, string> LaterTime(string text)
    {
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        return n => (time + Since(n)).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    private long Shift(long n) => (long)Since(n).TotalMilliseconds;

    private static string Later(string id, long milliseconds)
    {
        var time = id[..TimeLength].Aggregate(0L, (sum, character) => (sum << 5) | (long)Alphabet.IndexOf(character, StringComparison.Ordinal)) + milliseconds;
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(time, Times);
        return string.Concat(Enumerable.Range(1, TimeLength).Select(place => Alphabet[(int)((time >> (5 * (TimeLength - place))) & 31)])) + id[TimeLength..];
    }

    private static string Date(DateTimeOffset day) => day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hashes();

    [GeneratedRegex("[0-9a-z]+")]
    private static partial Regex Words();
}

using System.Globalization;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A query's filter, as the wire says it: OData's words, as far as the product speaks them.</summary>
/// <param name="Conditions">Of which all must hold.</param>
internal sealed record TableWireFilter(IReadOnlyList<TableWireFilter.Condition> Conditions)
{
    /// <summary>Where the page begins, if it is not the first.</summary>
    public string FromPartition { get; init; } = "";
    public string FromRow { get; init; } = "";

    /// <summary>The partition that is asked for; null for a range of them.</summary>
    public string? Partition => Literal("PartitionKey", "eq");

    /// <summary>No row key before it is wanted, and none from <see cref="RowTo"/> on; null where the filter names no bound.</summary>
    public string? RowFrom => new[] { Literal("RowKey", "ge"), Literal("RowKey", "gt"), FromRow }.Max(StringComparer.Ordinal);

    /// <inheritdoc cref="RowFrom"/>
    public string? RowTo => Literal("RowKey", "lt");

    public bool Matches(Row row) => IsOnPage(row) && Conditions.All(condition => condition.Holds(row));

    public static TableWireFilter Parse(string text) => new([.. Split(text, " and ").Select(Read)]);

    private bool IsOnPage(Row row) =>
        string.CompareOrdinal(row.PartitionKey, FromPartition) is var order && (order > 0 || (order == 0 && string.CompareOrdinal(row.RowKey, FromRow) >= 0));

    private string? Literal(string property, string comparison) =>
        Conditions.OfType<Comparison>().FirstOrDefault(one => one.Property == property && one.Operator == comparison)?.Text;

    private static Condition Read(string text)
    {
        if (text.StartsWith('('))
        {
            var inner = text[1..^1];
            return Split(inner, " or ") is { Count: > 1 } some ? new Any([.. some.Select(Read)]) : new All([.. Split(inner, " and ").Select(Read)]);
        }

        var words = text.Split(' ', 3);
        return new Comparison(words[0], words[1], words[2]);
    }

    /// <summary>At words that stand in no parentheses.</summary>
    private static List<string> Split(string text, string word)
    {
        var (parts, begin, depth) = (new List<string>(), 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && string.CompareOrdinal(text, i, word, 0, word.Length) == 0)
            {
                parts.Add(text[begin..i]);
                begin = i + word.Length;
            }
        }

        parts.Add(text[begin..]);
        return parts;
    }

    internal abstract record Condition
    {
        public abstract bool Holds(Row row);
    }

    private sealed record Any(IReadOnlyList<Condition> Some) : Condition
    {
        public override bool Holds(Row row) => Some.Any(one => one.Holds(row));
    }

    private sealed record All(IReadOnlyList<Condition> Each) : Condition
    {
        public override bool Holds(Row row) => Each.All(one => one.Holds(row));
    }

    private sealed record Comparison(string Property, string Operator, string Literal) : Condition
    {
        public string Text => Literal.Trim('\'');

        public override bool Holds(Row row) => Order(row) is { } order && Operator switch
        {
            "eq" => order == 0,
            "ge" => order >= 0,
            "gt" => order > 0,
            "le" => order <= 0,
            "lt" => order < 0,
            var unknown => throw new NotSupportedException(unknown),
        };

        private int? Order(Row row)
        {
            object? value = Property switch
            {
                "PartitionKey" => row.PartitionKey,
                "RowKey" => row.RowKey,
                _ => row.Entity.TryGetValue(Property, out var kept) ? kept : null,
            };
            return value switch
            {
                null => null,
                string text => string.CompareOrdinal(text, Text),
                long number => number.CompareTo(long.Parse(Literal.TrimEnd('L'), CultureInfo.InvariantCulture)),
                DateTimeOffset instant => instant.CompareTo(
                    DateTimeOffset.Parse(Literal["datetime'".Length..^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
                _ => throw new NotSupportedException(Literal),
            };
        }
    }
}

using Azure;

namespace OffRamp.Functions.Storage;

/// <summary>
/// A row of a table: two keys, and properties that are strings, whole numbers, booleans, instants or bytes.
/// Names are case-sensitive. There are no floats: amounts are strings.
/// </summary>
/// <exception cref="ArgumentException">A key is not one the service takes.</exception>
internal sealed partial class Row(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> properties = new(StringComparer.Ordinal);

    public string PartitionKey { get; } = TableKey.Check(partitionKey);

    public string RowKey { get; } = TableKey.Check(rowKey);

    /// <summary>The row's state when it was read; the default on a row that was not read.</summary>
    public ETag ETag { get; init; }

    /// <summary>When the service last wrote the row, by its clock (never the business clock); null on a row that was not read.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The properties: <see cref="string"/>, <see cref="long"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> or byte array.</summary>
    public IReadOnlyDictionary<string, object> Properties => properties;

    /// <summary>Sets a property; null takes it away, which a replacing write makes so in the table, and a merging one does not.</summary>
    public Row Set(string name, string? value) => SetValue(name, value);

    /// <inheritdoc cref="Set(string, string?)"/>
    public Row Set(string name, long? value) => SetValue(name, value);

    /// <inheritdoc cref="Set(string, string?)"/>
    public Row Set(string name, bool? value) => SetValue(name, value);

    /// <summary>Sets an instant, kept to 100 ns in UTC; from the year 1601 on.</summary>
    public Row Set(string name, DateTimeOffset? value) => SetValue(name, value?.ToUniversalTime());

    /// <inheritdoc cref="Set(string, string?)"/>
    public Row Set(string name, byte[]? value) => SetValue(name, value);

    /// <summary>A string property; null where there is none.</summary>
    /// <exception cref="InvalidCastException">It is of another type; so with the other readers.</exception>
    public string? GetString(string name) => (string?)Find(name);

    /// <summary>A whole number; null where there is none.</summary>
    public long? GetInt64(string name) => (long?)Find(name);

    /// <summary>A boolean; null where there is none.</summary>
    public bool? GetBoolean(string name) => (bool?)Find(name);

    /// <summary>An instant in UTC; null where there is none.</summary>
    public DateTimeOffset? GetDateTimeOffset(string name) => (DateTimeOffset?)Find(name);

    /// <summary>Bytes; null where there are none.</summary>
    public byte[]? GetBytes(string name) => (byte[]?)Find(name);

    /// <summary>
    /// What the row counts against the service's 1 MiB, by the service's published formula:
    /// 4 + 2 a key character, and for each property 8 + 2 a name character + its value.
    /// </summary>
    public int Size => 4 + (2 * (PartitionKey.Length + RowKey.Length))
        + properties.Sum(property => 8 + (2 * property.Key.Length) + SizeOf(property.Value));

    /// <summary>The keys.</summary>
    public override string ToString() => $"{PartitionKey} {RowKey}";

    private object? Find(string name) => properties.GetValueOrDefault(name);

    private Row SetValue(string name, object? value)
    {
        TableKey.CheckProperty(name);
        if (value is null)
            properties.Remove(name);
        else
            properties[name] = value;
        return this;
    }

    private static int SizeOf(object value) => value switch
    {
        string text => 4 + (2 * text.Length),
        byte[] bytes => 4 + bytes.Length,
        bool => 1,
        _ => 8,
    };
}

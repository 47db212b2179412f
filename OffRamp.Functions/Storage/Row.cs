using Azure;
using Azure.Data.Tables;

namespace OffRamp.Functions.Storage;

/// <summary>
/// A row of a table: two keys, and properties that are strings, whole numbers, booleans, instants or bytes.
/// Names are case-sensitive. There are no floats: amounts are strings.
/// </summary>
internal sealed partial class Row
{
    /// <summary>A row to write.</summary>
    /// <exception cref="ArgumentException">A key is not one the service takes.</exception>
    public Row(string partitionKey, string rowKey) => Entity = new(TableKey.Check(partitionKey), TableKey.Check(rowKey));

    /// <summary>A row as the SDK read it.</summary>
    internal Row(TableEntity entity) => Entity = entity;

    /// <summary>The same row in the SDK's words.</summary>
    internal TableEntity Entity { get; }

    public string PartitionKey => Entity.PartitionKey;

    public string RowKey => Entity.RowKey;

    /// <summary>The row's state when it was read; the default on a row that was not read.</summary>
    public ETag ETag
    {
        get => Entity.ETag;
        init => Entity.ETag = value;
    }

    /// <summary>When the service last wrote the row, by its clock (never the business clock); null on a row that was not read.</summary>
    public DateTimeOffset? Timestamp => Entity.Timestamp;

    /// <summary>A copy of the properties: <see cref="string"/>, <see cref="long"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/> or byte array.</summary>
    public IReadOnlyDictionary<string, object> Properties => Values.ToDictionary();

    /// <summary>The properties without a copy. The SDK keeps the row's keys, state and time beside them, and nulls for selected ones that the row lacks.</summary>
    internal IEnumerable<KeyValuePair<string, object>> Values => Entity.Where(property =>
        property.Value is not null && property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"));

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
        + Values.Sum(property => 8 + (2 * property.Key.Length) + SizeOf(property.Value));

    /// <summary>The keys.</summary>
    public override string ToString() => $"{PartitionKey} {RowKey}";

    private object? Find(string name) => Entity.TryGetValue(name, out var value) ? value : null;

    private Row SetValue(string name, object? value)
    {
        Entity.Remove(TableKey.CheckProperty(name));
        if (value is not null)
        {
            Entity[name] = value;
        }

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

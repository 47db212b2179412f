using System.Text.Json;
using System.Text.Json.Serialization;

namespace OffRamp.Functions;

/// <summary>Amounts, rates and proportions in stored records are strings; JSON numbers would pass through floats.</summary>
internal sealed class MoneyJson : StoredTextJson<Money>
{
    protected override Money Parse(string text) => Money.ParseStoredText(text);

    protected override string Format(Money value) => value.ToStoredText();
}

internal sealed class RateJson : StoredTextJson<Rate>
{
    protected override Rate Parse(string text) => Rate.Parse(text);

    protected override string Format(Rate value) => value.ToString();
}

internal sealed class PercentJson : StoredTextJson<Percent>
{
    protected override Percent Parse(string text) => Percent.Parse(text);

    protected override string Format(Percent value) => value.ToString();
}

internal sealed class CurrencyJson : StoredTextJson<Currency>
{
    protected override Currency Parse(string text) => Currency.Of(text);

    protected override string Format(Currency value) => value.Code;
}

internal sealed class NetworkJson : StoredTextJson<Network>
{
    protected override Network Parse(string text) =>
        Network.TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is no network's name.");

    protected override string Format(Network value) => value.ToString();
}

internal sealed class ChainAddressJson : StoredTextJson<ChainAddress>
{
    protected override ChainAddress Parse(string text) => ChainAddress.ParseStoredText(text);

    protected override string Format(ChainAddress value) => value.ToStoredText();
}

internal sealed class TxHashJson : StoredTextJson<TxHash>
{
    protected override TxHash Parse(string text) => TxHash.Parse(text);

    protected override string Format(TxHash value) => value.Value;
}

/// <summary>A value that is one string in JSON.</summary>
internal abstract class StoredTextJson<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"{typeof(T).Name} is a string.");
        }

        try
        {
            return Parse(reader.GetString()!);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    protected abstract T Parse(string text);

    protected abstract string Format(T value);
}

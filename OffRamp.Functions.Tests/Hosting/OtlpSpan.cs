using System.Text;
using Google.Protobuf;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>A span as a collector gets it, from the bytes of OpenTelemetry's <c>ExportTraceServiceRequest</c>.</summary>
/// <param name="Source">Which part of which library made it.</param>
/// <param name="Name">What is done.</param>
/// <param name="TraceId">Of the trace that it is part of, in hex.</param>
/// <param name="Attributes">Those that are text.</param>
internal sealed record OtlpSpan(string Source, string Name, string TraceId, IReadOnlyDictionary<string, string> Attributes)
{
    public static IEnumerable<OtlpSpan> ReadAll(byte[] request) =>
        from resourceSpans in Fields(request)
        where resourceSpans.Number == 1
        from scopeSpans in Fields(resourceSpans.Bytes)
        where scopeSpans.Number == 2
        let parts = Fields(scopeSpans.Bytes).ToList()
        let source = parts.Where(part => part.Number == 1).SelectMany(part => Fields(part.Bytes)).First(part => part.Number == 1).Text
        from span in parts
        where span.Number == 2
        select Read(source, Fields(span.Bytes).ToList());

    private static OtlpSpan Read(string source, IReadOnlyList<Field> span) => new(
        source,
        span.First(field => field.Number == 5).Text,
        Convert.ToHexStringLower(span.First(field => field.Number == 1).Bytes),
        span.Where(field => field.Number == 9).Select(field => Fields(field.Bytes).ToList())
            .Where(pair => Fields(pair[1].Bytes).Any(value => value.Number == 1))
            .ToDictionary(pair => pair[0].Text, pair => Fields(pair[1].Bytes).First().Text));

    /// <summary>Those that have a length; numbers are passed over.</summary>
    private static IEnumerable<Field> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                yield return new(WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    private sealed record Field(int Number, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }
}

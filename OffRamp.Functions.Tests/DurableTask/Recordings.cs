using System.Text.Json;

namespace OffRamp.Functions.Tests.DurableTask;

/// <summary>Recordings of Microsoft's engine and workers, one JSON object a line.</summary>
internal static class Recordings
{
    public static IReadOnlyList<JsonElement> Lines(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "DurableTask", "Vectors", file);
        return [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}

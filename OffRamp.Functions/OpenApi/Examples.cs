using System.Text.Json.Nodes;

namespace OffRamp.Functions.OpenApi;

/// <summary>
/// Bodies that the tests have really sent and got: <c>createSession.request</c>, <c>createSession.201</c>. They are golden
/// files, so that an example that is not true any more fails a test.
/// </summary>
internal static class Examples
{
    public static JsonNode? Find(string name)
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream($"examples/{name}.json");
        return file is null ? null : JsonNode.Parse(file);
    }
}

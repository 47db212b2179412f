using System.Text.Json;

namespace OffRamp.Functions.Tests.Infrastructure;

internal static class JsonTexts
{
    /// <summary>The text of a field that is there; null where it is null.</summary>
    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}

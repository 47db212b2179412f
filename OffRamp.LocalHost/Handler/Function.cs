using System.Text.Json;

namespace OffRamp.LocalHost.Handler;

/// <summary>A function of the app folder: its name (the folder's) and its trigger.</summary>
internal sealed record Function(string Name, string TriggerType, string BindingName)
{
    /// <summary>Route template of an HTTP trigger, below the route prefix.</summary>
    public string? Route { get; init; }

    /// <summary>HTTP methods; empty means all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>NCRONTAB expression of a timer trigger.</summary>
    public string? Schedule { get; init; }

    public bool Is(string triggerType) => string.Equals(TriggerType, triggerType, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<Function> ReadAll(string appFolder) =>
    [
        .. Directory.GetFiles(appFolder, "function.json", SearchOption.AllDirectories)
            .Where(path => Path.GetDirectoryName(Path.GetDirectoryName(path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(appFolder)))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static Function Read(string path)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(path)!);
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path));
            var trigger = file.RootElement.GetProperty("bindings").EnumerateArray()
                .Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
            return new Function(name, trigger.GetProperty("type").GetString()!, trigger.GetProperty("name").GetString()!)
            {
                Route = Text(trigger, "route"),
                Schedule = Text(trigger, "schedule"),
                Methods = trigger.TryGetProperty("methods", out var methods) ? [.. methods.EnumerateArray().Select(one => one.GetString()!.ToUpperInvariant())] : [],
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new HostFailure($"{path} is not usable: {problem.Message}", problem);
        }
    }

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() : null;
}

using System.Text.Json;

namespace OffRamp.LocalHost.Handler;

/// <summary>What the app folder's host.json says, as far as this host acts on it.</summary>
internal sealed record HostJson
{
    public required string Executable { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string WorkingDirectory { get; init; } = "";

    public TimeSpan InitializationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Null: a function may run for ever.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    public string RoutePrefix { get; init; } = "api";

    public string HubName { get; init; } = "TestHubName";

    public int MaxActivities { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>True: a start replaces an instance that still runs.</summary>
    public bool ReplacesRunning { get; init; }

    public static HostJson Read(string appFolder)
    {
        var path = Path.Combine(appFolder, "host.json");
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return Read(file.RootElement);
        }
        catch (Exception problem) when (problem is IOException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new HostFailure($"{path} is missing or not usable: {problem.Message}", problem);
        }
    }

    private static HostJson Read(JsonElement root)
    {
        var custom = root.GetProperty("customHandler");
        var description = custom.GetProperty("description");
        var durable = At(root, "extensions", "durableTask");
        return new HostJson
        {
            Executable = description.GetProperty("defaultExecutablePath").GetString()!,
            Arguments = [.. Texts(description, "arguments"), .. Texts(description, "workerArguments")],
            WorkingDirectory = Text(description, "workingDirectory") ?? "",
            InitializationTimeout = Span(custom, "initializationTimeout") ?? TimeSpan.FromSeconds(30),
            FunctionTimeout = Span(root, "functionTimeout"),
            RoutePrefix = Text(At(root, "extensions", "http"), "routePrefix") ?? "api",
            HubName = Text(durable, "hubName") ?? "TestHubName",
            MaxActivities = Number(durable, "maxConcurrentActivityFunctions") ?? 10 * Environment.ProcessorCount,
            MaxOrchestrators = Number(durable, "maxConcurrentOrchestratorFunctions") ?? 10 * Environment.ProcessorCount,
            ReplacesRunning = string.Equals(Text(durable, "overridableExistingInstanceStates"), "AnyState", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static JsonElement? At(JsonElement? from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            from = from is { ValueKind: JsonValueKind.Object } here && here.TryGetProperty(name, out var next) ? next : null;
        return from;
    }

    private static string? Text(JsonElement? from, string name) => At(from, name)?.GetString();

    private static int? Number(JsonElement? from, string name) => At(from, name)?.GetInt32();

    private static TimeSpan? Span(JsonElement from, string name) =>
        Text(from, name) is { } text and not "-1" ? TimeSpan.Parse(text) : null;

    private static IEnumerable<string> Texts(JsonElement from, string name) =>
        At(from, name) is { } list ? list.EnumerateArray().Select(one => one.GetString()!) : [];
}

using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>An entry of infra/alarms.json: it has either an event or a query.</summary>
internal sealed record Alarm(string Name, int? Event, string? Per, string? Query, int Severity, int Threshold, string Meaning)
{
    public static Alarm[] All { get; } = JsonSerializer.Deserialize<Alarm[]>(
        File.ReadAllText(Repository.PathOf("infra", "alarms.json")), JsonSerializerOptions.Web)!;
}

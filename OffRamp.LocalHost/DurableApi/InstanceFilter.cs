using System.Globalization;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>The conditions of a list or a purge.</summary>
internal sealed record InstanceFilter(string? Prefix, DateTimeOffset? From, DateTimeOffset? To, HashSet<OrchestrationStatus> Statuses)
{
    public static InstanceFilter Read(IQueryCollection query) => new(
        query["instanceIdPrefix"],
        Time(query["createdTimeFrom"]),
        Time(query["createdTimeTo"]),
        [.. query["runtimeStatus"].SelectMany(values => (values ?? "").Split(','))
            .Select(name => Enum.TryParse<OrchestrationStatus>(name.Trim(), ignoreCase: true, out var status) ? (OrchestrationStatus?)status : null)
            .OfType<OrchestrationStatus>()]);

    public bool Fits(Instance instance) =>
        (string.IsNullOrEmpty(Prefix) || instance.Id.StartsWith(Prefix, StringComparison.Ordinal))
        && (From is not { } from || instance.CreatedTicks >= from.UtcTicks)
        && (To is not { } to || instance.CreatedTicks <= to.UtcTicks)
        && (Statuses.Count == 0 || Statuses.Contains(instance.Status));

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time > DateTimeOffset.MinValue
            ? time
            : null;
}

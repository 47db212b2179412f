using System.Text;

namespace OffRamp.DurableTask.Client;

/// <summary>Filters as the Durable HTTP API's query strings.</summary>
internal static class InstanceQuery
{
    public static string PathOf(OrchestrationQuery filter)
    {
        var path = new StringBuilder("/instances?top=").Append(filter.PageSize)
            .Append("&showInput=").Append(filter.FetchInputsAndOutputs ? "true" : "false");
        Add(path, "instanceIdPrefix", filter.InstanceIdPrefix);
        Add(path, "createdTimeFrom", Text(filter.CreatedFrom));
        Add(path, "createdTimeTo", Text(filter.CreatedTo));
        Add(path, "runtimeStatus", Text(filter.Statuses));
        return path.ToString();
    }

    public static string PathOf(PurgeInstancesFilter filter)
    {
        var path = new StringBuilder("/instances?createdTimeFrom=").Append(Uri.EscapeDataString(Text(filter.CreatedFrom)!));
        Add(path, "createdTimeTo", Text(filter.CreatedTo));
        Add(path, "runtimeStatus", Text(filter.Statuses));
        return path.ToString();
    }

    private static void Add(StringBuilder path, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            path.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ");

    private static string? Text(IReadOnlyCollection<OrchestrationRuntimeStatus>? statuses) =>
        statuses is null ? null : string.Join(',', statuses);
}

namespace OffRamp.LocalHost.DurableApi;

/// <summary>The management addresses that a start answers with; they carry the key, as the extension's do.</summary>
internal sealed class InstanceLinks(string hubName, string key)
{
    public Dictionary<string, string> For(HttpRequest request, string id)
    {
        var instance = $"{request.Scheme}://{request.Host}{DurableApiRoutes.Base}/instances/{Uri.EscapeDataString(id)}";
        return new Dictionary<string, string>
        {
            ["id"] = id,
            ["statusQueryGetUri"] = $"{instance}?{Query}",
            ["sendEventPostUri"] = $"{instance}/raiseEvent/{{eventName}}?{Query}",
            ["terminatePostUri"] = $"{instance}/terminate?reason={{text}}&{Query}",
            ["purgeHistoryDeleteUri"] = $"{instance}?{Query}",
            ["restartPostUri"] = $"{instance}/restart?{Query}",
            ["suspendPostUri"] = $"{instance}/suspend?reason={{text}}&{Query}",
            ["resumePostUri"] = $"{instance}/resume?reason={{text}}&{Query}",
        };
    }

    public string Status(HttpRequest request, string id) => For(request, id)["statusQueryGetUri"];

    private string Query => $"taskHub={hubName}&connection=Storage&code={Uri.EscapeDataString(key)}";
}

// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class WebhookEndpointStatus
{
    /// <summary><c>enabled</c></summary>
    public const string Enabled = "enabled";

    /// <summary><c>disabled</c></summary>
    public const string Disabled = "disabled";
}

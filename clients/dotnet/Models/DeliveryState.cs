// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class DeliveryState
{
    /// <summary><c>pending</c></summary>
    public const string Pending = "pending";

    /// <summary><c>delivered</c></summary>
    public const string Delivered = "delivered";

    /// <summary><c>dead</c></summary>
    public const string Dead = "dead";

    /// <summary><c>skipped</c></summary>
    public const string Skipped = "skipped";
}

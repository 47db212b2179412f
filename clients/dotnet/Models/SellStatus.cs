// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class SellStatus
{
    /// <summary><c>pending</c></summary>
    public const string Pending = "pending";

    /// <summary><c>processing</c></summary>
    public const string Processing = "processing";

    /// <summary><c>completed</c></summary>
    public const string Completed = "completed";

    /// <summary><c>failed</c></summary>
    public const string Failed = "failed";

    /// <summary><c>cancelled</c></summary>
    public const string Cancelled = "cancelled";
}

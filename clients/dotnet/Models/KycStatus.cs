// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class KycStatus
{
    /// <summary><c>not_started</c></summary>
    public const string NotStarted = "not_started";

    /// <summary><c>pending</c></summary>
    public const string Pending = "pending";

    /// <summary><c>verified</c></summary>
    public const string Verified = "verified";

    /// <summary><c>rejected</c></summary>
    public const string Rejected = "rejected";
}

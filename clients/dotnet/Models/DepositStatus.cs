// Made of the API's own document by DotnetModels of the tests. Do not change it here.

namespace OffRamp.Client.Models;

/// <summary>Words of the API. There may be more one day.</summary>
public static class DepositStatus
{
    /// <summary><c>seen</c></summary>
    public const string Seen = "seen";

    /// <summary><c>confirmed</c></summary>
    public const string Confirmed = "confirmed";

    /// <summary><c>dropped</c></summary>
    public const string Dropped = "dropped";
}

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>The five providers the sandbox plays.</summary>
internal enum Provider
{
    Custodian,
    Payouts,
    Kyc,
    Rates,
    Screening,
}

internal static class Providers
{
    /// <summary>Whose call a path is; null for the controls and pages.</summary>
    public static Provider? OfPath(PathString path) => path.Value?.Split('/') switch
    {
        [_, "addresses" or "deposits" or "refunds", ..] => Provider.Custodian,
        [_, "payouts" or "cards", ..] => Provider.Payouts,
        [_, "verifications", ..] => Provider.Kyc,
        [_, "rates", ..] => Provider.Rates,
        [_, "screenings", ..] => Provider.Screening,
        _ => null,
    };
}

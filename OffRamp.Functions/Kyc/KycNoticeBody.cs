namespace OffRamp.Functions.Kyc;

/// <summary>What the KYC provider sends, for the API's description.</summary>
internal sealed record KycNoticeBody
{
    public required string Type { get; init; }
    public required KycNoticeData Data { get; init; }
}

/// <summary>The fields of a verification.</summary>
internal sealed record KycNoticeData
{
    public required string VerificationId { get; init; }
    public required KycStatus Status { get; init; }
}

namespace OffRamp.Functions.Sessions;

/// <summary>The fields that <see cref="SessionRequest.ReadProof"/> reads, for the API's description.</summary>
internal sealed record ProofSessionBody
{
    public required string Type { get; init; }
    public required string PartnerUserId { get; init; }
    public required string UserEmail { get; init; }
    public required string Currency { get; init; }
    public Network? Network { get; init; }
    public required string FiatCurrency { get; init; }
    public string? FiatAmount { get; init; }
    public string? CryptoAmount { get; init; }
    public string? RedirectUrl { get; init; }
    public string? Country { get; init; }
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>The fields that <see cref="SessionRequest.ReadGate"/> reads, for the API's description.</summary>
internal sealed record GateSessionBody
{
    public required string Flow { get; init; }
    public string? Amount { get; init; }
    public required string Currency { get; init; }
    public required string TargetToken { get; init; }
    public required string TargetNetwork { get; init; }
    public required string UserReference { get; init; }
    public string? PartnerUserId { get; init; }
    public string? UserEmail { get; init; }
    public string? ReturnUrl { get; init; }
    public string? CancelUrl { get; init; }
    public string? Country { get; init; }
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

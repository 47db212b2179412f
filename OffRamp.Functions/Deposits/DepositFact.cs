namespace OffRamp.Functions.Deposits;


/// <summary>
/// What a custodian said of one transfer, in a notice or when asked; hash and addresses normalised.
/// The amount stays text: only a transfer of the sell's own asset has decimals we know.
/// </summary>
internal sealed record DepositFact
{
    public required Network Network { get; init; }
    public string? Asset { get; init; }
    public string? ContractAddress { get; init; }
    public required string Address { get; init; }
    public string? Memo { get; init; }
    public required string Amount { get; init; }
    public required string TxHash { get; init; }
    public required int LogIndex { get; init; }
    public int Confirmations { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public bool IsHighRisk { get; init; }

    /// <summary>The custodian does not name the risk.</summary>
    public bool IsRiskUnknown { get; init; }
    public required DepositStatus Status { get; init; }
}

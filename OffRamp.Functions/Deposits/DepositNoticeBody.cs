namespace OffRamp.Functions.Deposits;

/// <summary>What the custodian sends, for the API's description.</summary>
internal sealed record DepositNoticeBody
{
    public required string Type { get; init; }
    public required DepositNoticeData Data { get; init; }
}

/// <summary>The fields that <see cref="ReadDepositFact"/> reads.</summary>
internal sealed record DepositNoticeData
{
    public required Network Network { get; init; }
    public string? Asset { get; init; }
    public string? ContractAddress { get; init; }
    public required string Address { get; init; }
    public string? Memo { get; init; }
    public required string Amount { get; init; }
    public required string TxHash { get; init; }
    public required int LogIndex { get; init; }
    public int? Confirmations { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
    public string? Risk { get; init; }
}

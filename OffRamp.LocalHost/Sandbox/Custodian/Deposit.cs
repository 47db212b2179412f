using System.Text.Json.Serialization;

namespace OffRamp.LocalHost.Sandbox.Custodian;

internal enum DepositStatus
{
    Seen,
    Confirmed,
    Dropped,
}

/// <summary>One transfer on a chain, as the custodian sees it.</summary>
internal sealed record Deposit(string Network, string Asset, string ContractAddress, string Address, string Amount)
{
    public const int ConfirmationsWhenConfirmed = 20;

    /// <summary>Neither network needs one.</summary>
    public string? Memo { get; init; }

    public required string TxHash { get; init; }

    public required int LogIndex { get; init; }

    public int Confirmations => Status == DepositStatus.Confirmed ? ConfirmationsWhenConfirmed : 0;

    public required DateTimeOffset SeenAt { get; init; }

    public required string Risk { get; init; }

    public required DepositStatus Status { get; init; }

    /// <summary>What makes it the same transfer, however its hash is written.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Network, TxHash, LogIndex);

    public static string KeyOf(string network, string txHash, int logIndex)
    {
        var hash = txHash.ToLowerInvariant();
        return $"{network}|{(hash.StartsWith("0x", StringComparison.Ordinal) ? hash[2..] : hash)}|{logIndex}";
    }
}

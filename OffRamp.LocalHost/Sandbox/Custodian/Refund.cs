using System.Security.Cryptography;
using System.Text;

namespace OffRamp.LocalHost.Sandbox.Custodian;

internal enum RefundStatus
{
    Pending,
    Sent,
    Failed,
}

/// <summary>Crypto sent back. It is pending for a second, then on its chain or failed.</summary>
internal sealed record Refund(string RefundId, string Asset, string Network, string Address, string Amount)
{
    public static readonly TimeSpan TimeToConfirm = TimeSpan.FromSeconds(1);

    public required DateTimeOffset AcceptedAt { get; init; }

    public required bool WillFail { get; init; }

    public RefundStatus StatusAt(DateTimeOffset now) =>
        now < AcceptedAt + TimeToConfirm ? RefundStatus.Pending : WillFail ? RefundStatus.Failed : RefundStatus.Sent;

    public string? TxHashAt(DateTimeOffset now) => StatusAt(now) == RefundStatus.Sent
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("offramp-sandbox:refund:" + RefundId)))
        : null;

    public bool AsksTheSameAs(Refund other) => (Asset, Network, Address, Amount) == (other.Asset, other.Network, other.Address, other.Amount);
}

using OffRamp.Functions.Hosting;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Deposits;

/// <summary>Reads what the custodian says of one transfer; the same fields in a notice and in a list.</summary>
internal static class ReadDepositFact
{
    public static readonly string[] Statuses = ["seen", "confirmed", "dropped"];

    /// <summary>The fact, hash and addresses normalised; null where a field is missing or unusable, which the fields' problems say.</summary>
    public static DepositFact? From(JsonFields data, DepositStatus status)
    {
        var network = data.Parsed<Network>(
            "network", text => Networks.TryParse(text, out var known) ? known : null, "not_supported", "a known network", required: true);
        var hash = data.Parsed<TxHash>(
            "tx_hash", text => TxHash.TryParse(text, out var read) ? read : null, "invalid_hash", "a transaction hash", required: true);

        // Of any network: what comes on another one than its address is of is still for that address's sell to know.
        var address = data.Parsed<ChainAddress>(
            "address", text => ChainAddress.TryParseAny(text, out var read) ? read : null, "invalid_address", "an address on a known network", required: true);
        var amount = data.PlainDecimal("amount", required: true);
        var logIndex = data.Integer("log_index", 0, int.MaxValue, required: true);
        var seenAt = data.Time("seen_at", required: true);
        var asset = data.Text("asset", maximum: 64);
        var contract = data.Text("contract_address", maximum: 128);
        var memo = data.Text("memo");
        var confirmations = data.Integer("confirmations", 0, int.MaxValue) ?? 0;
        var risk = data.Text("risk", maximum: 64);
        if (data.Problems.Any)
            return null;
        return new DepositFact
        {
            Network = network!.Value,
            Asset = asset,
            ContractAddress = Normalize(network.Value, contract),
            Address = address!.Value.Normalized,
            Memo = memo,
            Amount = amount!,
            TxHash = hash!.Value.Value,
            LogIndex = (int)logIndex!.Value,
            Confirmations = (int)confirmations,
            SeenAt = seenAt!.Value,
            // A word we do not know may be worse than high: a person looks at it.
            IsHighRisk = risk is not null and not "low",
            Status = status,
        };
    }

    public static DepositStatus? Status(string word) => word switch
    {
        "seen" => DepositStatus.Seen,
        "confirmed" => DepositStatus.Confirmed,
        "dropped" => DepositStatus.Dropped,
        _ => null,
    };

    // A contract that is no address is nothing we know, and stays as it was said: a person will look at it.
    private static string? Normalize(Network network, string? contract) =>
        ChainAddress.TryParse(network, contract, out var address) ? address.Normalized : contract;
}

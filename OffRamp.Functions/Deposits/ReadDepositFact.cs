using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Deposits;

/// <summary>Reads what the custodian says of one transfer; the same fields in a notice and in a list.</summary>
internal static class ReadDepositFact
{
    private const string NoContract = "0x0000000000000000000000000000000000000000";

    /// <summary>What has no contract because it is its network's own coin.</summary>
    private static readonly string[] Coins = ["TRX", "ETH"];

    /// <summary>The fact, hash and addresses normalised; null where a field is missing or unusable, which the fields' problems say.</summary>
    /// <param name="data">The fields.</param>
    /// <param name="status">What the message says became of the transfer.</param>
    /// <param name="asked">The address that was asked about: what does not readably name another is to this one.</param>
    public static DepositFact? From(JsonFields data, DepositStatus status, ChainAddress? asked = null)
    {
        var network = data.Parsed<Network>(
            "network", text => Networks.TryParse(text, out var known) ? known : null, "not_supported", "a known network", required: true);
        var hash = data.Parsed<TxHash>(
            "tx_hash", text => TxHash.TryParse(text, out var read) ? read : null, "invalid_hash", "a transaction hash", required: true);

        // Of any network: what comes on another one than its address is of is still for that address's sell to know.
        var address = asked ?? data.Parsed<ChainAddress>(
            "address", text => ChainAddress.TryParseAny(text, out var read) ? read : null, "invalid_address", "an address on a known network", required: true);
        var amount = data.PlainDecimal("amount", required: true);
        var logIndex = data.Integer("log_index", 0, int.MaxValue, required: true);
        var seenAt = data.Time("seen_at", required: true);
        var asset = data.Aside().Text("asset", maximum: 64);
        var contract = Contract(data, asset);
        var memo = data.Text("memo");
        var confirmations = data.Integer("confirmations", 0, int.MaxValue) ?? 0;
        var risk = data.Text("risk", maximum: 64);
        if (data.Problems.Any)
        {
            return null;
        }

        return new DepositFact
        {
            Network = network!.Value,
            Asset = asset,
            ContractAddress = contract,
            Address = address!.Value.Normalized,
            Memo = memo,
            Amount = amount!,
            TxHash = hash!.Value.Value,
            LogIndex = (int)logIndex!.Value,
            Confirmations = (int)confirmations,
            SeenAt = seenAt!.Value,
            // A word we do not know may be worse than high: a person looks at it.
            IsHighRisk = risk is not null and not "low",
            IsRiskUnknown = risk is null,
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

    /// <summary>A network's own coin, as some name its contract.</summary>
    public static bool IsNoContract(string? contract) => contract == NoContract;

    /// <summary>
    /// Of an entry that cannot be read whole, what an operator needs to count it; null where its network, token, amount or
    /// transaction cannot be read. Its time is then the time of hearing.
    /// </summary>
    public static DepositFact? Known(JsonFields data, DepositStatus status, ChainAddress asked, Asset asset)
    {
        var isWhole = Networks.TryParse(data.Text("network"), out var network) & TxHash.TryParse(data.Text("tx_hash"), out var hash)
            & ChainAddress.TryParseAny(data.Text("contract_address"), out var contract);
        return isWhole && data.Integer("log_index", 0, int.MaxValue) is { } logIndex && data.PlainDecimal("amount") is { } amount
            ? new DepositFact
            {
                Network = network,
                ContractAddress = contract.Normalized,
                Address = asked.Normalized,
                Amount = amount,
                TxHash = hash.Value,
                LogIndex = (int)logIndex,
                Confirmations = status == DepositStatus.Confirmed ? (int)(data.Integer("confirmations", 0, int.MaxValue) ?? asset.Confirmations) : 0,
                SeenAt = data.Time("seen_at") ?? DateTimeOffset.MaxValue,
                IsHighRisk = data.Text("risk") is not "low",
                Status = status,
            }
            : null;
    }

    // Whatever is not readably a contract may be ours in a spelling that we do not know.
    private static string? Contract(JsonFields data, string? asset)
    {
        if (data.Text("contract_address", maximum: 128) is not { } text)
        {
            if (!data.Problems.Any && !Coins.Contains(asset, StringComparer.OrdinalIgnoreCase))
            {
                data.Fail("contract_address", "required", "contract_address is required for a token.");
            }

            return null;
        }

        if (ChainAddress.TryParseAny(text, out var contract))
        {
            return contract.Normalized;
        }

        if (!IsNoContract(text))
        {
            data.Fail("contract_address", "invalid_address", "contract_address must be an address on a known network.");
        }

        return text;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Payouts;

namespace OffRamp.Functions.Webhooks.In;

/// <summary>A kind of notice: who sends it, and the fields it has by the contract.</summary>
internal sealed record NoticeSource(string Name, IReadOnlyList<string> Types, IReadOnlyList<string> Fields)
{
    public static readonly NoticeSource Deposits = new(
        "deposits",
        ["deposit.seen", "deposit.confirmed", "deposit.dropped"],
        ["network", "asset", "contract_address", "address", "memo", "amount", "tx_hash", "log_index", "confirmations", "seen_at", "risk"]);

    public static readonly NoticeSource Payouts = new(
        "payouts",
        ["payout.settled", "payout.failed", "payout.returned"],
        ["payout_id", "provider_reference", "amount", "currency", "failure_code", "retryable_with_new_details", "occurred_at"]);

    public static readonly NoticeSource Kyc = new("kyc", ["kyc.updated"], ["verification_id", "status"]);

    private const int LongestText = 255;

    /// <summary>
    /// Reads type and data. What is wrong with them, and with the fields that <paramref name="read"/> takes, is one text
    /// for operators that names fields and never repeats values.
    /// </summary>
    public (T? Read, string Reason) Read<T>(SignedNotice notice, Func<string, JsonFields, T?> read)
        where T : class
    {
        if (notice.Json is not { ValueKind: JsonValueKind.Object } json)
        {
            return (null, notice.Json is null ? "ambiguous_json" : "no_object");
        }

        var problems = new FieldProblems();
        var fields = new JsonFields(json, "", problems);
        var type = fields.OneOf("type", Types, required: true);
        var data = fields.Object("data", required: true);
        var result = data is null || type is null ? null : read(type, data);
        return problems.Any
            ? (null, string.Join(", ", problems.Found.Select(problem => $"{problem.Path} {problem.Code}")))
            : (result, "");
    }

    /// <summary>
    /// What may be kept of a notice that nobody can use: the contract's fields and no others, because a provider's whole
    /// payload may hold names and numbers that we never store.
    /// </summary>
    public JsonObject Excerpt(SignedNotice notice)
    {
        if (notice.Json is not { ValueKind: JsonValueKind.Object } json)
        {
            return [];
        }

        var excerpt = new JsonObject { ["type"] = Keep(json, "type") is { } type && Types.Contains(type.ToString()) ? type : null };
        if (json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
        {
            excerpt["data"] = new JsonObject(Fields.Where(field => data.TryGetProperty(field, out _))
                .Select(field => KeyValuePair.Create(field, Keep(data, field))));
        }

        return excerpt;
    }

    private static JsonNode? Keep(JsonElement json, string field)
    {
        if (!json.TryGetProperty(field, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String when field == "failure_code" => FailureCode.Clean(value.GetString()),
            JsonValueKind.String => new string([.. value.GetString()!.Where(character => !char.IsControl(character)).Take(LongestText)]),
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            _ => null,
        };
    }
}

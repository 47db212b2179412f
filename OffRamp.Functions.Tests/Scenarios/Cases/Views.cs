using System.Text.Json;

namespace OffRamp.Functions.Tests.Scenarios.Cases;

/// <summary>What user, partner and operators see of a sell beyond its status and phase, in one line each.</summary>
internal static class Views
{
    public static IEnumerable<string> Of(JsonElement whole)
    {
        var sell = whole.GetProperty("sell");
        string[] facts = [.. Money(sell).Concat(Reasons(sell)).OfType<string>()];
        if (facts.Length > 0)
        {
            yield return $"user, partner: {string.Join("; ", facts)}";
        }

        var cases = Words(whole.GetProperty("cases").EnumerateArray().Select(found => found.GetProperty("kind")));
        var queues = Words(whole.GetProperty("queues").EnumerateArray());
        if (queues.Length > 0)
        {
            yield return $"operators: in {queues}{(cases.Length > 0 ? $" ({cases})" : "")}";
        }
    }

    /// <summary>The sell's payouts or refunds, as <see cref="SellDriver.EffectsAsync"/> lists the provider's.</summary>
    public static string Effects(JsonElement sell, string kind) =>
        string.Join(", ", sell.GetProperty(kind).EnumerateArray().Select(effect => $"{Text(effect, "amount")} {Text(effect, "status")}"));

    private static IEnumerable<string?> Money(JsonElement sell)
    {
        var asset = sell.GetProperty("currency").GetString();
        yield return sell.GetProperty("amount_due").GetString() is var due and not "0" ? $"amount_due {due}" : null;
        yield return Several("payout", sell.GetProperty("payouts").EnumerateArray().Select(payout =>
            $"{Text(payout, "amount")} {Text(payout, "currency")} {Text(payout, "status")}{Because(Text(payout, "failure_code"))}{Recovery(payout)}"));
        yield return Several("refund", sell.GetProperty("refunds").EnumerateArray().Select(refund =>
            $"{Text(refund, "amount")} {asset} {Text(refund, "status")}{Because(Text(refund, "reason"))}{Recovery(refund)}"));
    }

    private static IEnumerable<string?> Reasons(JsonElement sell)
    {
        yield return Several("labels", sell.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
        yield return Text(sell, "failure_code") is { } failure ? $"failure_code {failure}" : null;
        yield return Text(sell, "hold_reason") is { } hold ? $"hold_reason {hold}" : null;
        yield return sell.GetProperty("user_action") is { ValueKind: JsonValueKind.Object } action ? $"user_action {Text(action, "kind")}{Until(sell, action)}" : null;
    }

    private static string Until(JsonElement sell, JsonElement action)
    {
        if (Text(action, "until") is null)
        {
            return ", no end";
        }

        var since = sell.GetProperty("status_history").EnumerateArray().Last().GetProperty("at").GetDateTimeOffset();
        return $", for {(action.GetProperty("until").GetDateTimeOffset() - since).TotalHours:0} h";
    }

    private static string? Several(string what, IEnumerable<string> facts) =>
        string.Join(", ", facts) is { Length: > 0 } all ? $"{what} {all}" : null;

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";

    private static string Recovery(JsonElement part) => part.TryGetProperty("recovery", out var number) ? $" in recovery {number}" : "";

    private static string Words(IEnumerable<JsonElement> words) => string.Join(", ", words.Select(word => word.GetString()));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

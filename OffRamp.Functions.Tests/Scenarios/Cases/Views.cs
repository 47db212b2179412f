using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

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
        string.Join(", ", sell.GetProperty(kind).EnumerateArray().Select(effect => $"{effect.Text("amount")} {effect.Text("status")}"));

    private static IEnumerable<string?> Money(JsonElement sell)
    {
        var asset = sell.GetProperty("currency").GetString();
        yield return sell.GetProperty("amount_due").GetString() is var due and not "0" ? $"amount_due {due}" : null;
        yield return Several("payout", sell.GetProperty("payouts").EnumerateArray().Select(payout =>
            $"{payout.Text("amount")} {payout.Text("currency")} {payout.Text("status")}{Because(payout.Text("failure_code"))}{Recovery(payout)}"));
        yield return Several("refund", sell.GetProperty("refunds").EnumerateArray().Select(refund =>
            $"{refund.Text("amount")} {asset} {refund.Text("status")}{Because(refund.Text("reason"))}{Recovery(refund)}"));
    }

    private static IEnumerable<string?> Reasons(JsonElement sell)
    {
        yield return Several("labels", sell.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
        yield return sell.Text("failure_code") is { } failure ? $"failure_code {failure}" : null;
        yield return sell.Text("hold_reason") is { } hold ? $"hold_reason {hold}" : null;
        yield return sell.GetProperty("user_action") is { ValueKind: JsonValueKind.Object } action ? $"user_action {action.Text("kind")}{Until(sell, action)}" : null;
    }

    private static string Until(JsonElement sell, JsonElement action)
    {
        if (action.Text("until") is null)
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
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>What the partner's backend keeps of a session that it opened.</summary>
internal sealed record OpenedSession(string Id, string Secret, JsonElement Json)
{
    public string SellId => "sell_" + Id["ses_".Length..];

    public static OpenedSession Of(JsonElement json) =>
        new(json.GetProperty("id").GetString()!, json.GetProperty("client_secret").GetString()!, json);
}

/// <summary>Ordinary requests, to be changed where a test cares.</summary>
internal static class Bodies
{
    public static JsonObject Proof(string user = "user-123", string email = "ann+verified@example.com") => new()
    {
        ["partner_user_id"] = user,
        ["user_email"] = email,
        ["currency"] = "USDT",
        ["network"] = "TRC20",
        ["fiat_currency"] = "EUR",
        ["type"] = "sell",
    };

    public static JsonObject Gate(string reference = "order-1") => new()
    {
        ["flow"] = "off_ramp",
        ["amount"] = "100.00",
        ["currency"] = "EUR",
        ["target_token"] = "USDC",
        ["target_network"] = "ETHEREUM",
        ["user_reference"] = reference,
        ["user_email"] = "ann+verified@example.com",
        ["return_url"] = "https://shop.example/done",
        ["cancel_url"] = "https://shop.example/back",
        ["metadata"] = new JsonObject { ["cart"] = "7" },
    };

    public static object Sell(string quoteId, string card = "tok_ok", string refund = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8") =>
        new { quote_id = quoteId, card_token = card, refund_address = refund };

    public static JsonObject With(this JsonObject body, string name, JsonNode? value)
    {
        body[name] = value;
        return body;
    }

    public static JsonObject Without(this JsonObject body, string name)
    {
        body.Remove(name);
        return body;
    }
}

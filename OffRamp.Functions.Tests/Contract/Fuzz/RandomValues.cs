using System.Text;
using System.Text.Json;

namespace OffRamp.Functions.Tests.Contract.Fuzz;

/// <summary>JSON, texts and queries that a seed decides: some plausible, most not.</summary>
internal sealed class RandomValues(Random random)
{
    private static readonly string[] Names =
    [
        "partner_user_id", "user_email", "currency", "network", "fiat_currency", "type", "crypto_amount", "fiat_amount", "redirect_url", "metadata", "flow", "amount",
        "target_token", "target_network", "user_reference", "return_url", "cancel_url", "asset", "email", "quote_id", "card_token", "refund_address", "refund", "name",
        "offramp_enabled", "allowed_origins", "limits", "policies", "paused", "action", "seen_sequence", "reason", "tx_hash", "log_index", "data", "payout_id",
        "provider_reference", "failure_code", "verification_id", "status", "address", "memo", "seen_at", "confirmations", "risk", "__proto__", "", "id",
    ];

    private static readonly string[] Plausible =
    [
        "\"USDT\"", "\"USDC\"", "\"EUR\"", "\"USD\"", "\"TRC20\"", "\"ERC20\"", "\"TRON\"", "\"ETHEREUM\"", "\"sell\"", "\"off_ramp\"", "\"250\"", "\"100.50\"", "true", "false",
        "\"ann@example.com\"", "\"ann+verified@example.com\"", "\"user-123\"", "\"https://shop.example/r\"", "{}", "{\"a\":\"b\"}", "[]", "[\"https://shop.example\"]", "1", "2", "3",
        "\"tok_ok\"", "\"tok_declined\"", "\"TJRabPrwbZy45sbavfcjinPJC18kjpRTv8\"", "\"hold\"", "\"release\"", "\"refund\"", "\"pay_out\"", "\"cancel\"", "\"match_deposit\"", "\"redeliver\"",
        "\"deposit.seen\"", "\"payout.settled\"", "\"kyc.updated\"", "\"verified\"", "\"2030-01-01T12:00:00Z\"", "\"low\"", "{\"per_sell\":\"100\"}", "{\"underpaid\":\"refund\"}",
    ];

    private static readonly string[] Odd = [.. BadValues.Text[2..], .. BadValues.Amount, .. BadValues.Url, .. BadValues.Email[2..], .. BadValues.Metadata, .. BadValues.Number[2..], "null"];

    private static readonly string[] QueryNames =
    [
        "limit", "cursor", "status", "phase", "label", "user_reference", "tx_hash", "created_after", "created_before", "queue", "address", "reference", "runtime_status",
        "fiat_currency", "asset", "network", "$filter", "code",
    ];

    private static readonly string[] QueryValues =
    [
        "", "0", "1", "100", "101", "-1", "1e3", "open", "pending", "on_hold", "stuck", "late", "running", "Failed", "0x" + "ab", "%00", "%0d%0aX:%20y", "%27%20or%201%20eq%201", "%F0%9F%92%B8",
        "%ED%A0%80", "%ff", "2030-01-01T12:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999%2B14:00", "USDT", "EUR", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "%25", "a/b", "..", "%2e%2e",
    ];

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public bool Chance(double part) => random.NextDouble() < part;

    /// <summary>A body: mostly an object of known names, at times of known values only, at times cut, doubled or of any bytes.</summary>
    public byte[] Body()
    {
        var isPlausible = Chance(0.3);
        var text = Chance(0.05) ? Value(false) : $"{{{string.Join(',', Enumerable.Range(0, random.Next(9)).Select(_ => $"{JsonSerializer.Serialize(Pick(Names))}:{Value(isPlausible)}"))}}}";
        if (Chance(0.3))
        {
            text = $"{{\"type\":{Pick(Plausible)},\"data\":{text}}}";
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (Chance(0.1))
        {
            bytes = bytes[..random.Next(bytes.Length + 1)];
        }

        for (var flips = Chance(0.15) ? random.Next(1, 6) : 0; flips > 0 && bytes.Length > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return Chance(0.01) ? [.. bytes, .. new byte[70_000]] : bytes;
    }

    public string Query() => random.Next(3) == 0 ? "" : "?" + string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ =>
        $"{Pick(QueryNames)}={(Chance(0.2) ? Uri.EscapeDataString(Text(40)) : Pick(QueryValues))}"));

    /// <summary>Any characters but halves of pairs.</summary>
    public string Text(int longest) => string.Concat(Enumerable.Range(0, random.Next(longest)).Select(_ =>
        char.ConvertFromUtf32(Chance(0.7) ? random.Next(0x20, 0x7f) : Chance(0.5) ? random.Next(0x1, 0x250) : random.Next(0xe000, 0x110000))));

    /// <summary>What may stand in a header.</summary>
    public string HeaderText(int longest) => string.Concat(Enumerable.Range(0, random.Next(1, longest)).Select(_ => (char)random.Next(0x21, 0x7f)));

    /// <summary>A piece of a path.</summary>
    public string Segment() => random.Next(6) switch
    {
        0 => Pick(QueryValues),
        1 => Uri.EscapeDataString(Text(30)),
        2 => "ses_01" + new string('0', 24),
        3 => Pick(["sessions", "sells", "api", "Sell", "Advance", "ReviveSells", "admin", "runtime", "..", ".", "", "%2e%2e", "v1", "widget", "ops"]),
        4 => HeaderText(12).Replace("#", "").Replace("?", "").Replace("%", ""),
        _ => new string('a', random.Next(3000)),
    };

    private string Value(bool isPlausible)
    {
        if (isPlausible || Chance(0.5))
        {
            return Pick(Plausible);
        }

        if (Chance(0.1))
        {
            return JsonSerializer.Serialize(Text(300));
        }

        return Chance(0.05) ? string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)) : Pick(Odd);
    }
}

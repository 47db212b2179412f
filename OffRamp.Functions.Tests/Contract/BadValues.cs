using System.Text.Json;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>JSON values that a field of some kind cannot have.</summary>
internal static class BadValues
{
    /// <summary>The field is not there at all.</summary>
    public const string Absent = "(absent)";

    private static readonly string[] OtherKinds = ["true", "[]", "{}", "[\"a\"]", "{\"a\":\"b\"}", "0", "-1", "1e400", "123456789012345678901234567890"];
    // An empty text is an absent one.
    private static readonly string[] None = [Absent, "null", "\"\""];

    private static readonly string[] OddTexts =
    [
        "\"\\u0000\"", "\"a\\u0000b\"", "\"a\\r\\nSet-Cookie: a=b\"", "\"\\u001b[31m\"", "\"\\u0085\"", "\"\\u007f\"", "\"\\ud800\"", "\"a\\udfffb\"",
        Quote(new string('x', 256)), Quote(new string('x', 20_000)), Quote(string.Concat(Enumerable.Repeat("💸", 256))),
    ];

    private static readonly string[] OddWords =
        ["\" \"", "\"EUR \"", "\"ЕUR\"", "\"ＵＳＤＴ\"", "\"trc20\"", "\"TRC20\\u200b\"", "\"0\"", "\"1\"", "\"Sell\"", "\"TRC20,ERC20\"", "\"' or 1 eq 1\""];

    /// <summary>Numbers as texts that are no plain decimal, too fine, too large or nothing.</summary>
    private static readonly string[] OddAmounts =
    [
        "\"0\"", "\"0.00\"", "\"-1\"", "\"-0\"", "\"+1\"", "\"1e3\"", "\"1E3\"", "\"0x10\"", "\"NaN\"", "\"Infinity\"", "\"∞\"", "\"1,000\"", "\"1.000,00\"", "\"1_000\"",
        "\" 1\"", "\"1 \"", "\"1\\n\"", "\"01\"", "\".5\"", "\"5.\"", "\"1..2\"", "\"1.2.3\"", "\"1.0000001\"", "\"١٢٣\"", "\"１００\"", "\"1\\u200b0\"", "\"½\"",
        "\"1/2\"", "\"$100\"", "\"100 EUR\"", "\"null\"", Quote(new string('9', 60)), Quote("1." + new string('0', 300) + "1"), "250", "250.5", "1e2",
    ];

    private static readonly string[] OddUrls =
    [
        "\"javascript:alert(1)\"", "\"data:text/html,a\"", "\"//shop.example\"", "\"/path\"", "\"http://shop.example\"", "\"ftp://shop.example\"", "\"https://\"",
        "\"https:shop.example\"", "\" https://shop.example\"", "\"https://shop.example \"", "\"https://shop.example/a b\"", "\"https://shop.example\\\\@evil.example\"",
        "\"https://user:pass@shop.example\"", "\"https://shop.example/\\u0000\"", "\"https://shop.example/\\r\\nLocation: x\"", "\"http://localhost.evil.example\"",
        Quote("https://shop.example/" + new string('x', 2048)),
    ];

    private static readonly string[] OddEmails =
    [
        "\"ann\"", "\"@example.com\"", "\"ann@\"", "\"ann@b@c\"", "\"ann @example.com\"", "\"ann@exa mple.com\"", "\"ann@example..com\"", "\"ann@-example.com\"",
        "\"<ann@example.com>\"", "\"ann@example.com,bob@example.com\"", "\"ann@example.com\\nbcc: x@y.z\"", Quote(new string('a', 250) + "@example.com"),
    ];

    public static readonly string[] TextOrNone = [.. OtherKinds, .. OddTexts];
    public static readonly string[] Text = [.. None, .. TextOrNone];
    public static readonly string[] WordOrNone = [.. TextOrNone, .. OddWords];
    public static readonly string[] Word = [.. Text, .. OddWords];
    public static readonly string[] EmailOrNone = [.. TextOrNone, .. OddEmails];
    public static readonly string[] Email = [.. Text, .. OddEmails];
    public static readonly string[] Url = [.. OtherKinds, .. OddTexts, .. OddUrls];

    /// <summary>Addresses to which no webhook goes.</summary>
    public static readonly string[] Endpoint =
    [
        .. None, .. Url, "\"https://10.0.0.1/\"", "\"https://169.254.169.254/\"", "\"http://1.1.1.1/\"", "\"https://[fd00::1]/\"", "\"https://[::ffff:10.0.0.1]/\"",
        "\"https://2130706433/\"", "\"https://0x7f.1/\"", "\"https://0177.0.0.1/\"", "\"https://127.1/\"", "\"https://1.1.1.1/#a\"", "\"https://1.1.1.1:0/\"", "\"https://nowhere.example/\"",
    ];

    public static readonly string[] EventTypes =
        ["true", "1", "\"sell.completed\"", "{}", "[]", "[1]", "[null]", "[\"\"]", "[\"sell.*\"]", "[\"Sell.Completed\"]", "[\"sell.completed\",\"sell\"]",
        $"[{string.Join(',', Enumerable.Repeat("\"sell.completed\"", WebhookTypes.All.Count + 1))}]"];

    public static readonly string[] Amount = [.. OtherKinds, .. OddTexts, .. OddAmounts];
    public static readonly string[] AmountToPrice = [.. None, .. Amount, "\"9.999999\"", "\"10000.000001\"", "\"9999999999999999999999999999999\""];
    public static readonly string[] Boolean = ["\"true\"", "1", "[]", "{}", "\"\"", "\"yes\""];

    public static readonly string[] NumberOrNone =
        ["\"2\"", "true", "[]", "{}", "-1", "2.5", "1e1", "2.0", "2147483648", "9223372036854775808", "1e400", "123456789012345678901234567890"];

    public static readonly string[] Number = [.. None, .. NumberOrNone];

    /// <summary>What names something, and names nothing here.</summary>
    public static readonly string[] Id = [.. Text, "\"quo_\"", "\"quo_AAAA\"", "\"tok_nobody\"", "\"../../cards/tok_ok\"", "\"tok_ok?a=b\"", "\"T\"", "\"💸\""];

    public static readonly string[] Metadata =
    [
        "true", "1", "[]", "\"a\"", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":\"\\u0000\"}", "{\"\":\"a\"}", "{\"a\\u0000\":\"b\"}", "{\"\\ud800\":\"b\"}",
        $"{{{Quote(new string('k', 41))}:\"v\"}}", $"{{\"k\":{Quote(new string('v', 501))}}}",
        $"{{{string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"k{i}\":\"v\""))}}}",
    ];

    public static readonly Dictionary<string, string[]> Partner = new()
    {
        ["name"] = [.. TextOrNone, "null"],
        ["offramp_enabled"] = Boolean,
        ["allowed_origins"] =
        [
            "true", "\"https://shop.example\"", "{}", "[1]", "[null]", "[\"shop.example\"]", "[\"https://shop.example/\"]", "[\"https://shop.example/a\"]",
            "[\"http://shop.example\"]", "[\"https://*.example\"]", "[\"https://a.example;script-src *\"]", "[\"https://ü.example\"]", "[\"https://u@shop.example\"]",
            "[\"https://shop.example\\r\\nX: y\"]", "[\"null\"]", "[\"*\"]", "[\"capacitor://evil.example\"]", "[\"capacitor://localhost/\"]", $"[{string.Join(',', Enumerable.Repeat("\"https://shop.example\"", 51))}]",
        ],
        ["limits"] = ["true", "[]", "\"1\"", .. new[] { "0", "-1", "1" }.Select(amount => $"{{\"per_sell\":{amount}}}"), .. OddAmounts.Select(amount => $"{{\"per_user_day\":{amount}}}")],
        ["policies"] = ["true", "[]", "\"1\"", "{\"underpaid\":\"keep\"}", "{\"underpaid\":1}",
            .. new[] { "\"DE\"", "{}", "[1]", "[null]", "[\"\"]", "[\"UK\"]", "[\"DE\",\"Germany\"]", "[\"D \"]" }.Select(countries => $"{{\"countries\":{countries}}}")],
    };

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}

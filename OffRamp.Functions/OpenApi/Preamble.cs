using System.Text.Json.Nodes;

namespace OffRamp.Functions.OpenApi;

/// <summary>What the document says of the API as a whole.</summary>
internal static class Preamble
{
    public const string Text = """
        Crypto to card: a partner's user sends a stablecoin, and EUR or USD go to their card.

        Amounts are decimal texts, times RFC 3339 in UTC, ids a prefix and 26 characters. Unknown fields of a body are ignored;
        every other problem of it is listed in one answer. Bodies have at most 64 KiB.

        Every refusal is `application/problem+json` with a stable `code`. What is not there, or is another partner's, is 404
        `not_found`; a method that a path does not have is 405 `method_not_allowed` with `Allow`. Checks come in this order:
        credentials, existence, ended, body, KYC, quote, refund address.

        Lists are `data`, `has_more` and `next_cursor`. Every answer bears `X-Request-Id`.
        """;

    public static JsonObject License => new() { ["name"] = "All rights reserved", ["identifier"] = "LicenseRef-All-Rights-Reserved" };

    public static JsonObject SecuritySchemes => JsonNode.Parse("""
        {
          "client_token": { "type": "http", "scheme": "bearer", "description": "A partner's client token (`ot_`). For backends only." },
          "client_secret": { "type": "http", "scheme": "bearer",
            "description": "A session's client secret (`cs_`). It reads until 30 days after the last change, and acts until the end." },
          "operator_key": { "type": "apiKey", "in": "header", "name": "X-Operator-Key",
            "description": "A named key. Where the installation signs people in with Entra ID, the role `operator` does instead." },
          "notice_signature": { "type": "apiKey", "in": "header", "name": "webhook-signature",
            "description": "`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body` with the provider's secret; several, separated by spaces, while it rotates." }
        }
        """)!.AsObject();
}

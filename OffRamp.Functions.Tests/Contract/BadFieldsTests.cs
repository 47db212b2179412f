using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>Every field of every body with every kind of value that it cannot have: a clear error, and nothing changed.</summary>
[TestClass]
public sealed class BadFieldsTests
{
    // What a route's fields are, and a body that would be done. POSTs without fields have an empty one.
    private static readonly Dictionary<string, Func<Market, Task<(JsonObject Body, Dictionary<string, string[]> Bad)>>> Cases = new()
    {
        ["POST /widget/session"] = _ => Of(Bodies.Proof().With("crypto_amount", "250"), new()
        {
            ["partner_user_id"] = BadValues.Text,
            ["user_email"] = BadValues.Email,
            ["currency"] = BadValues.Word,
            ["network"] = BadValues.WordOrNone,
            ["fiat_currency"] = BadValues.Word,
            ["type"] = BadValues.Word,
            ["crypto_amount"] = BadValues.Amount,
            ["redirect_url"] = BadValues.Url,
            ["country"] = BadValues.WordOrNone,
            ["metadata"] = BadValues.Metadata,
        }),
        ["POST /v1/sessions"] = _ => Of(Bodies.Gate(), new()
        {
            ["flow"] = BadValues.Word,
            ["amount"] = BadValues.Amount,
            ["currency"] = BadValues.Word,
            ["target_token"] = BadValues.Word,
            ["target_network"] = BadValues.Word,
            ["return_url"] = BadValues.Url,
            ["cancel_url"] = BadValues.Url,
            ["user_reference"] = BadValues.Text,
            ["partner_user_id"] = BadValues.TextOrNone,
            ["user_email"] = BadValues.EmailOrNone,
            ["country"] = BadValues.WordOrNone,
            ["metadata"] = BadValues.Metadata,
        }),
        ["POST /v1/quotes"] = _ => Of(new() { ["asset"] = "USDT", ["network"] = "TRC20", ["fiat_currency"] = "EUR", ["crypto_amount"] = "250" }, new()
        {
            ["asset"] = BadValues.Word,
            ["network"] = BadValues.Word,
            ["fiat_currency"] = BadValues.Word,
            ["crypto_amount"] = BadValues.AmountToPrice,
        }),
        ["PUT /v1/webhook_endpoint"] = _ => Of(new() { ["url"] = "https://127.0.0.1:9/hook", ["event_types"] = new JsonArray("sell.completed") }, new()
        {
            ["url"] = BadValues.Endpoint,
            ["event_types"] = BadValues.EventTypes,
        }),
        ["POST /v1/sells/{id}/realtime"] = _ => Of([], new() { ["after"] = BadValues.NumberOrNone }),
        ["POST /widget/sessions/{id}/realtime"] = _ => Of([], new() { ["after"] = BadValues.NumberOrNone }),
        ["POST /widget/sessions/{id}/kyc"] = _ => Of([], new() { ["email"] = BadValues.EmailOrNone }),
        ["POST /widget/sessions/{id}/quote"] = _ => Of(new() { ["crypto_amount"] = "250" }, new() { ["crypto_amount"] = BadValues.AmountToPrice }),
        ["POST /widget/sessions/{id}/sell"] = async market => await Of(
            (JsonObject)JsonSerializer.SerializeToNode(Bodies.Sell(await market.Shop.QuoteAsync(market.Open)))!,
            new() { ["quote_id"] = BadValues.Id, ["card_token"] = BadValues.Id, ["refund_address"] = BadValues.Id }),
        ["POST /widget/sessions/{id}/payout_details"] = _ => Of(
            new() { ["card_token"] = "tok_ok" }, new() { ["card_token"] = BadValues.Id, ["refund"] = BadValues.Boolean }),
        ["POST /ops/api/partners"] = _ => Of(new() { ["name"] = "Shop" }, BadValues.Partner),
        ["PATCH /ops/api/partners/{id}"] = _ => Of([], BadValues.Partner),
        ["POST /ops/api/assets/{asset}/{network}"] = _ => Of(new() { ["paused"] = true }, new() { ["paused"] = BadValues.Boolean }),
        ["POST /ops/api/notices/unmatched/{id}/process"] = market => Of(
            new() { ["sell_id"] = market.PaidIn.SellId, ["reason"] = "because" }, new() { ["sell_id"] = BadValues.Id, ["reason"] = BadValues.Text }),
        ["POST /ops/api/erasures"] = _ => Of(
            new() { ["partner_id"] = DemoPartner.Id.ToString(), ["email"] = "nobody@example.com", ["partner_user_id"] = "nobody", ["reason"] = "because" },
            new() { ["partner_id"] = BadValues.Id, ["email"] = BadValues.EmailOrNone, ["partner_user_id"] = BadValues.TextOrNone, ["reason"] = BadValues.Text }),
        ["POST /ops/api/approvals/{id}"] = _ => Of(
            new() { ["decision"] = "reject", ["reason"] = "because" }, new() { ["decision"] = BadValues.Word, ["reason"] = BadValues.Text }),
        ["POST /ops/api/sells/{id}/actions"] = _ => Of(new() { ["action"] = "hold", ["seen_sequence"] = 2, ["reason"] = "because" }, new()
        {
            ["action"] = BadValues.Word,
            ["seen_sequence"] = BadValues.Number,
            ["reason"] = BadValues.Text,
        }),
    };

    private static readonly string[] WithoutFields =
    [
        "POST /v1/sessions/{id}/cancel", "POST /v1/sessions/{id}/client_secret", "POST /v1/webhook_endpoint/rotate_secret", "POST /v1/webhook_endpoint/test",
        "POST /v1/webhook_deliveries/{id}/replay", "POST /widget/sessions/{id}/cancel",
        "POST /widget/sessions/{id}/check_deposit", "POST /ops/api/partners/{id}/rotate_token",
    ];

    [TestMethod]
    public void Every_route_that_takes_a_body_has_its_case()
    {
        var routes = RouteTable.All.Where(route => route.TakesBody && route.Caller != CallerKind.Provider).Select(route => route.Name);

        Assert.AreEqual("", string.Join('\n', routes.Except(Cases.Keys).Except(WithoutFields)));
    }

    [TestMethod]
    public async Task No_field_takes_what_it_cannot_be()
    {
        await using var market = await Market.OpenAsync();
        var wrong = new List<string>();

        foreach (var (name, make) in Cases)
        {
            var (body, fields) = await make(market);
            var before = await market.Shop.Tables.SnapshotAsync();
            foreach (var (field, values) in fields)
            {
                foreach (var value in values)
                {
                    if (await TryAsync(market, RouteTable.Get(name), body, field, value) is { } problem)
                    {
                        wrong.Add($"{name} {field}={(value.Length > 60 ? value[..60] : value)}: {problem}");
                    }
                }
            }

            var changes = before.ChangesTo(await market.Shop.Tables.SnapshotAsync());
            if (changes.Length > 0)
            {
                wrong.Add($"{name} changed {changes}");
            }
        }

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public async Task The_bodies_themselves_are_good()
    {
        await using var market = await Market.OpenAsync();

        foreach (var (name, make) in Cases)
        {
            var (body, _) = await make(market);
            using var answer = await market.CallAsync(RouteTable.Get(name), Market.Json(body.ToJsonString()), Guid.NewGuid().ToString());
            Assert.IsTrue(answer.IsSuccessStatusCode, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    // Null where the answer is a problem of this very field.
    private static async Task<string?> TryAsync(Market market, KnownRoute route, JsonObject body, string field, string value)
    {
        var rest = (JsonObject)body.DeepClone();
        rest.Remove(field);
        var text = value == BadValues.Absent
            ? rest.ToJsonString()
            : $"{{{string.Join(',', rest.Select(pair => $"{JsonSerializer.Serialize(pair.Key)}:{pair.Value?.ToJsonString() ?? "null"}").Append($"\"{field}\":{value}"))}}}";
        var key = route.Name == "POST /v1/sessions" ? Guid.NewGuid().ToString() : null;
        using var answer = await market.CallAsync(route, Market.Json(text), key);
        if (answer.StatusCode == HttpStatusCode.BadRequest && value.Contains("\\u", StringComparison.Ordinal))
        {
            return null; // half of a pair is no text
        }

        if (answer.StatusCode != HttpStatusCode.UnprocessableEntity)
        {
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }

        var problem = await ProblemBody.ReadAsync(answer);
        return problem.Errors.Count == 0 || problem.Errors.Any(error => error.Path.StartsWith(field, StringComparison.Ordinal) || error.Path == "crypto_amount")
            ? null
            : $"blames {string.Join(", ", problem.Errors)}";
    }

    private static Task<(JsonObject, Dictionary<string, string[]>)> Of(JsonObject body, Dictionary<string, string[]> bad) => Task.FromResult((body, bad));
}

using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>Idempotency-Key as an operator sees it.</summary>
[TestClass]
public sealed class OperatorKeysTests
{
    private const string PartnersPath = "/ops/api/partners";
    private static readonly object NewShop = new { name = "Shop", offramp_enabled = true };

    [TestMethod]
    public async Task A_partner_is_created_once_under_one_key_and_its_token_is_told_again()
    {
        await using var shop = await Shop.OpenAsync();
        var before = await PartnersAsync(shop);

        var first = await TextAsync(await shop.OperatorAsync(PartnersPath, NewShop, "key"), HttpStatusCode.Created);
        using var again = await shop.OperatorAsync(PartnersPath, NewShop, "key");

        Assert.IsTrue(again.Headers.Contains("Idempotency-Replayed"));
        Assert.AreEqual(first, await TextAsync(again, HttpStatusCode.Created));
        Assert.AreEqual(before + 1, await PartnersAsync(shop));
        await CountsAsync(shop, TokenOf(first));
    }

    [TestMethod]
    public async Task A_token_is_rotated_once_under_one_key_and_told_again()
    {
        await using var shop = await Shop.OpenAsync();
        var path = $"{PartnersPath}/{DemoPartner.Id}/rotate_token";

        var first = await TextAsync(await shop.OperatorAsync(path, null, "key"), HttpStatusCode.OK);
        var again = await TextAsync(await shop.OperatorAsync(path, null, "key"), HttpStatusCode.OK);

        Assert.AreEqual(first, again);
        await CountsAsync(shop, TokenOf(first));
        CollectionAssert.AreEqual(new[] { "partner.token_rotated" }, await LogAsync(shop));
    }

    [TestMethod]
    public async Task A_sell_is_held_once_under_one_key_though_it_has_moved_on()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var path = $"/ops/api/sells/{session.SellId}/actions";
        var hold = Hold((await shop.ReadSellAsync(session)).GetProperty("sequence").GetInt64());

        var first = await TextAsync(await shop.OperatorAsync(path, hold, "key"), HttpStatusCode.OK);
        var again = await TextAsync(await shop.OperatorAsync(path, hold, "key"), HttpStatusCode.OK);
        using var anew = await shop.OperatorAsync(path, hold, "another key");

        Assert.AreEqual(first, again);
        await ProblemBody.ExpectAsync(anew, HttpStatusCode.Conflict, "stale");
    }

    [TestMethod]
    public async Task A_pause_that_is_told_again_undoes_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        const string path = "/ops/api/assets/USDT/TRC20";

        (await shop.OperatorAsync(path, new { paused = true }, "key")).Dispose();
        (await shop.OperatorAsync(path, new { paused = false })).Dispose();
        var again = await TextAsync(await shop.OperatorAsync(path, new { paused = true }, "key"), HttpStatusCode.OK);

        Assert.IsTrue(JsonElement.Parse(again).GetProperty("paused").GetBoolean());
        using var quote = await shop.PartnerAsync(
            HttpMethod.Post, "/v1/quotes", new { asset = "USDT", network = "TRC20", fiat_currency = "EUR", crypto_amount = "250" });
        Assert.AreEqual(HttpStatusCode.OK, quote.StatusCode);
    }

    [TestMethod]
    public async Task A_key_with_another_body_is_refused()
    {
        await using var shop = await Shop.OpenAsync();
        (await shop.OperatorAsync(PartnersPath, NewShop, "key")).Dispose();

        using var answer = await shop.OperatorAsync(PartnersPath, new { name = "Another" }, "key");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [TestMethod]
    public async Task Two_operators_equal_keys_do_not_meet()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_OPERATOR_KEYS", $"ann:operator:{Secrets.Hash("key of ann")},bob:operator:{Secrets.Hash("key of bob")}"));

        var ann = await TextAsync(await shop.OperatorAsync(PartnersPath, NewShop, "key", "key of ann"), HttpStatusCode.Created);
        var bob = await TextAsync(await shop.OperatorAsync(PartnersPath, NewShop, "key", "key of bob"), HttpStatusCode.Created);

        Assert.AreNotEqual(IdOf(ann), IdOf(bob));
    }

    [TestMethod]
    public void A_guest_has_a_place_for_keys_too()
    {
        var guest = new Operator("ann_example.com#EXT#@ours.onmicrosoft.com", OperatorRole.Operator);

        Assert.DoesNotContain('#', guest.Partition);
    }

    [TestMethod]
    public async Task A_partner_whose_maker_died_before_the_answer_is_finished_and_gets_a_token_that_counts()
    {
        await using var shop = await Shop.OpenAsync();
        var died = await DieAsync(shop, "{\"name\":\"Shop\",\"offramp_enabled\":true}");
        await AddAsync(shop, died);
        var before = await PartnersAsync(shop);
        shop.Clock.Advance(ClaimStore.TakenOverAfter + TimeSpan.FromSeconds(1));

        var finished = await TextAsync(await shop.OperatorAsync(PartnersPath, NewShop, "key"), HttpStatusCode.Created);

        Assert.AreEqual($"par_{died}", IdOf(finished));
        Assert.AreEqual(before, await PartnersAsync(shop));
        await CountsAsync(shop, TokenOf(finished));
    }

    [TestMethod]
    public async Task A_token_that_somebody_has_made_since_is_left_alone()
    {
        await using var shop = await Shop.OpenAsync();
        var died = await DieAsync(shop, "{\"name\":\"Shop\",\"offramp_enabled\":true}");
        await AddAsync(shop, died);
        var rotated = await TextAsync(await shop.OperatorAsync($"{PartnersPath}/par_{died}/rotate_token", null), HttpStatusCode.OK);
        shop.Clock.Advance(ClaimStore.TakenOverAfter + TimeSpan.FromSeconds(1));

        using var answer = await shop.OperatorAsync(PartnersPath, NewShop, "key");

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "stale");
        await CountsAsync(shop, TokenOf(rotated));
    }

    private static JsonObject Hold(long seen) => new() { ["action"] = "hold", ["reason"] = "looks odd", ["seen_sequence"] = seen };

    private static string IdOf(string partner) => JsonElement.Parse(partner).GetProperty("id").GetString()!;

    private static string TokenOf(string partner) => JsonElement.Parse(partner).GetProperty("client_token").GetString()!;

    private static async Task<string> TextAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(expected, answer.StatusCode, text);
        return text;
    }

    private static async Task CountsAsync(Shop shop, string token)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, "/v1/sessions", token: token);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<int> PartnersAsync(Shop shop) =>
        (await shop.Services.GetRequiredService<PartnerStore>().ListAsync(default)).Count;

    private static async Task<string[]> LogAsync(Shop shop)
    {
        var entries = await shop.Services.GetRequiredService<OperatorLog>().ReadAsync(new(20, null), null, default);
        return [.. entries.Select(entry => entry.Action)];
    }

    // A process that claims, and is gone before it answers.
    private static async Task<Id26> DieAsync(Shop shop, string body)
    {
        var attempt = new Attempt(
            new Operator("local", OperatorRole.Operator).Partition, ClaimStore.RowKey("POST", PartnersPath, "key"),
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body))), Id26.New(shop.Clock.GetUtcNow()));
        return (await shop.Services.GetRequiredService<ClaimStore>().ClaimAsync(attempt, [], default)).Id;
    }

    // What the process had done before it was gone.
    private static Task AddAsync(Shop shop, Id26 claimed) => shop.Services.GetRequiredService<PartnerStore>().AddAsync(
        new() { Id = new(claimed), Name = "Shop", OfframpEnabled = true, CreatedAt = shop.Clock.GetUtcNow() },
        Secrets.Hash("ot_test_that_nobody_heard"), claimed, default);
}

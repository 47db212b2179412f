using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The demo shop's server side: a partner's backend that keeps its secrets.</summary>
[TestClass]
public sealed class DemoShopTests
{
    // Those that move the clock by days come last. "stuck" empties itself, and is in a test of its own.
    private static readonly string[] Queues =
        ["on_hold:compliance_review", "on_hold:rate_moved", "on_hold:kyc_required", "action_required", "refund_failed", "late", "case", "webhook_dead"];

    [TestMethod]
    public async Task It_brings_a_sell_into_each_queue()
    {
        await using var world = await World.StartAsync();
        var missed = new List<string>();

        foreach (var name in Queues)
        {
            var id = (await BringAsync(world, name)).GetProperty("sell_id").GetString()!;

            await world.QuietAsync();
            if (!await IsInAsync(world, id, name))
            {
                missed.Add(name);
            }
        }

        Assert.AreEqual("", string.Join(", ", missed));
    }

    [TestMethod]
    public async Task It_brings_a_sell_where_time_has_passed_and_nothing_moved_it()
    {
        await using var world = await World.StartAsync();

        var id = (await BringAsync(world, "stuck")).GetProperty("sell_id").GetString()!;

        Assert.IsTrue(await IsInAsync(world, id, "stuck"));
    }

    [TestMethod]
    public async Task It_has_a_transfer_reported_that_is_no_sell_s()
    {
        await using var world = await World.StartAsync();

        await BringAsync(world, "unmatched");
        await world.QuietAsync();

        var notices = await world.OperatorAsync(HttpMethod.Get, "/ops/api/notices/unmatched");
        Assert.IsGreaterThan(0, notices.GetProperty("data").GetArrayLength());
    }

    [TestMethod]
    public async Task It_believes_no_webhook_that_is_not_signed_with_its_secret()
    {
        await using var world = await World.StartAsync();
        await BringAsync(world, "unmatched");

        using var forged = new HttpRequestMessage(HttpMethod.Post, "/local/shop/webhooks") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        forged.Headers.Add("webhook-id", "evt_1");
        forged.Headers.Add("webhook-timestamp", world.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        forged.Headers.Add("webhook-signature", "v1,AAAA");
        using var answer = await world.Api.SendAsync(forged);

        Assert.AreEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [TestMethod]
    public async Task It_takes_the_webhook_endpoint_from_nobody_unasked()
    {
        await using var world = await World.StartAsync();
        const string theirs = "http://127.0.0.1:9/hooks";
        await world.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = theirs }, HttpStatusCode.Created);

        await BringAsync(world, "case");
        var kept = await world.PartnerAsync(HttpMethod.Get, "/v1/webhook_endpoint");
        using var asked = await world.Api.PostAsJsonAsync("/local/shop/endpoint", new { });
        var taken = await world.PartnerAsync(HttpMethod.Get, "/v1/webhook_endpoint");

        Assert.AreEqual(theirs, kept.GetProperty("url").GetString());
        Assert.AreEqual(new Uri(world.Api.BaseAddress!, "/local/shop/webhooks").ToString(), taken.GetProperty("url").GetString());
    }

    [TestMethod]
    public async Task Its_page_has_neither_the_partner_s_token_nor_the_webhook_secret()
    {
        await using var world = await World.StartAsync();
        await BringAsync(world, "case");
        var page = await world.Api.GetStringAsync("/");
        var files = new[] { "shop.js", "server.js", "events.js", "sandbox.js", "dom.js" };

        var served = page + await world.Api.GetStringAsync("/local/shop/news?heard=0")
            + string.Concat(await Task.WhenAll(files.Select(file => world.Api.GetStringAsync($"/local/shop/assets/{file}"))));

        Assert.DoesNotContain(Shop.Token, served);
        Assert.DoesNotContain("whsec_", served);
    }

    [TestMethod]
    public void Its_page_is_small_over_the_wire()
    {
        var assembly = typeof(OffRamp.LocalHost.LocalHostApp).Assembly;

        var sizes = assembly.GetManifestResourceNames().Where(name => name.StartsWith("shop/", StringComparison.Ordinal))
            .Select(name => assembly.GetManifestResourceStream(name)!.Length).ToList();

        Assert.IsGreaterThan(5, sizes.Count);
        Assert.IsLessThan(100_000, sizes.Sum());
    }

    [TestMethod]
    public async Task Another_site_s_form_cannot_order_anything_of_it()
    {
        await using var world = await World.StartAsync();
        using var content = new StringContent("{\"queue\":\"case\"}", MediaTypeHeaderValue.Parse("text/plain"));

        using var answer = await world.Api.PostAsync("/local/shop/queues", content);

        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.IsEmpty(await world.EffectsAsync("addresses"));
    }

    private static Task<JsonElement> BringAsync(World world, string queue) =>
        Answer.ReadAsync(world.Api.PostAsJsonAsync("/local/shop/queues", new { queue }), HttpStatusCode.OK);

    private static async Task<bool> IsInAsync(World world, string id, string name)
    {
        var parts = name.Split(':');
        var queue = await world.OperatorAsync(HttpMethod.Get, $"/ops/api/sells?queue={parts[0]}&limit=100");
        return queue.GetProperty("data").EnumerateArray().Select(shown => shown.GetProperty("sell")).Any(sell =>
            sell.GetProperty("id").GetString() == id && (parts.Length == 1 || sell.GetProperty("hold_reason").GetString() == parts[1]));
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>How a partner says where its webhooks go, and what they are signed with.</summary>
[TestClass]
public sealed class WebhookEndpointTests
{
    private const string Path = "/v1/webhook_endpoint";
    private const string Somewhere = "https://127.0.0.1:9/hook";

    [TestMethod]
    public async Task The_first_PUT_makes_a_secret_and_shows_it_once()
    {
        await using var shop = await Shop.OpenAsync();

        var made = await PutAsync(shop, new { url = Somewhere }, HttpStatusCode.Created);
        var changed = await PutAsync(shop, new { url = Somewhere + "2", event_types = new[] { "sell.completed", "sell.completed" } });
        var read = await GetAsync(shop);

        Assert.HasCount(32, Convert.FromBase64String(made.GetProperty("secret").GetString()!["whsec_".Length..]));
        Assert.IsFalse(changed.TryGetProperty("secret", out _));
        Assert.AreEqual(changed.GetRawText(), read.GetRawText());
        Assert.AreEqual(("enabled", Somewhere + "2", """["sell.completed"]"""),
            (read.GetProperty("status").GetString(), read.GetProperty("url").GetString(), read.GetProperty("event_types").GetRawText()));
        Assert.AreEqual(made.GetProperty("secret").GetString(), (await StoredAsync(shop)).Secrets.Current!.Show());
    }

    [TestMethod]
    public async Task Without_an_endpoint_there_is_nothing()
    {
        await using var shop = await Shop.OpenAsync();

        foreach (var (method, path) in new[] { (HttpMethod.Get, Path), (HttpMethod.Post, Path + "/rotate_secret"), (HttpMethod.Post, Path + "/test") })
        {
            using var answer = await shop.PartnerAsync(method, path);
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
        }
    }

    [TestMethod]
    [DataRow("https://10.0.0.1/hook", "url_not_public")]
    [DataRow("https://[::ffff:7f00:1]/", null)] // this very machine
    [DataRow("https://169.254.169.254/metadata", "url_not_public")]
    [DataRow("https://nobody.example/", "url_not_resolved")]
    [DataRow("https://inside.example/", "url_not_public")]
    [DataRow("http://shop.example/", "invalid_url")]
    [DataRow("https://user@shop.example/", "invalid_url")]
    [DataRow("https://2130706433/", "invalid_url")]
    [DataRow("https://shop.example:8443/hook?a=b", null)]
    public async Task An_address_is_looked_at_when_it_is_set(string url, string? code)
    {
        var network = new WebhookNetwork(isLocal: true)
        {
            Resolve = (name, _) => Task.FromResult<IPAddress[]>(name switch
            {
                "shop.example" => [IPAddress.Parse("93.184.216.34")],
                "inside.example" => [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("192.168.0.7")],
                _ => [],
            }),
        };
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton(network));

        using var answer = await shop.PartnerAsync(HttpMethod.Put, Path, new { url });

        if (code is null)
        {
            Assert.AreEqual(HttpStatusCode.Created, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        else
        {
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
        }
    }

    [TestMethod]
    public async Task Secrets_at_rest_are_encrypted()
    {
        await using var shop = await Shop.OpenAsync();
        var secret = (await PutAsync(shop, new { url = Somewhere }, HttpStatusCode.Created)).GetProperty("secret").GetString()!;

        await foreach (var row in shop.Tables.Store.Table(StorageNames.Index).QueryAllAsync(new TableQuery(null)))
        {
            foreach (var value in row.Properties.Values)
            {
                var text = value is byte[] bytes ? Convert.ToBase64String(bytes) + Encoding.Latin1.GetString(bytes) : value.ToString()!;
                Assert.IsFalse(text.Contains(secret["whsec_".Length..^4], StringComparison.Ordinal), row.ToString());
            }
        }
    }

    [TestMethod]
    public async Task A_rotation_keeps_the_old_secret_for_a_day()
    {
        await using var shop = await Shop.OpenAsync();
        var first = (await PutAsync(shop, new { url = Somewhere }, HttpStatusCode.Created)).GetProperty("secret").GetString();

        var rotated = await PostAsync(shop, "/rotate_secret");

        Assert.AreNotEqual(first, rotated.GetProperty("secret").GetString());
        Assert.AreEqual(shop.Clock.GetUtcNow().AddHours(24), rotated.GetProperty("old_secret_until").GetDateTimeOffset());
        Assert.HasCount(2, (await StoredAsync(shop)).Secrets.At(shop.Clock.GetUtcNow()).ToList());
        shop.Clock.Advance(TimeSpan.FromHours(24));
        Assert.HasCount(1, (await StoredAsync(shop)).Secrets.At(shop.Clock.GetUtcNow()).ToList());
        Assert.AreEqual(JsonValueKind.Null, (await GetAsync(shop)).GetProperty("old_secret_until").ValueKind);
    }

    [TestMethod]
    public async Task A_rotation_under_one_key_is_one_also_where_its_process_died()
    {
        await using var shop = await Shop.OpenAsync();
        await PutAsync(shop, new { url = Somewhere }, HttpStatusCode.Created);
        var endpoints = shop.Services.GetRequiredService<WebhookEndpoints>();
        var claim = await DieAsync(shop, "key");
        var stored = await StoredAsync(shop);
        await endpoints.TryWriteAsync(stored with { Secrets = stored.Secrets.Rotate(SigningSecret.New(claim), shop.Clock.GetUtcNow()) }, default);
        shop.Clock.Advance(TimeSpan.FromSeconds(61));

        var taken = await PostAsync(shop, "/rotate_secret", "key");
        var replay = await PostAsync(shop, "/rotate_secret", "key");

        Assert.AreEqual(taken.GetRawText(), replay.GetRawText());
        var secrets = (await StoredAsync(shop)).Secrets;
        Assert.HasCount(2, secrets.All);
        Assert.AreEqual(secrets.Current!.Show(), taken.GetProperty("secret").GetString());
    }

    [TestMethod]
    public async Task Many_who_change_it_at_once_lose_nothing()
    {
        await using var shop = await Shop.OpenAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.PartnerAsync(HttpMethod.Put, Path, new { url = Somewhere })));
        var rotated = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(shop, "/rotate_secret")));

        Assert.AreEqual(1, made.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.AreEqual(7, made.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var kept = (await StoredAsync(shop)).Secrets.All.Select(secret => secret.Show()).ToList();
        Assert.HasCount(4, kept);
        CollectionAssert.IsSubsetOf(rotated.Select(view => view.GetProperty("secret").GetString()).ToList(), kept);
    }

    [TestMethod]
    public async Task Setting_it_again_enables_what_was_disabled()
    {
        await using var shop = await Shop.OpenAsync();
        await PutAsync(shop, new { url = Somewhere }, HttpStatusCode.Created);
        var endpoints = shop.Services.GetRequiredService<WebhookEndpoints>();

        await endpoints.DisableAsync((await endpoints.FindAsync(DemoPartner.Id, default))!, "gone", default);
        var disabled = await GetAsync(shop);
        var enabled = await PutAsync(shop, new { url = Somewhere });

        Assert.AreEqual(("disabled", "gone"), (disabled.GetProperty("status").GetString(), disabled.GetProperty("disabled_reason").GetString()));
        Assert.AreEqual(("enabled", null), (enabled.GetProperty("status").GetString(), enabled.GetProperty("disabled_reason").GetString()));
        Assert.IsFalse((await endpoints.FindAsync(DemoPartner.Id, default))!.IsDisabled);
    }

    [TestMethod]
    public async Task One_that_was_set_meanwhile_is_not_disabled()
    {
        await using var shop = await Shop.OpenAsync();
        await PutAsync(shop, new { url = Somewhere }, HttpStatusCode.Created);
        var before = await StoredAsync(shop);
        await PutAsync(shop, new { url = Somewhere + "2" });

        await shop.Services.GetRequiredService<WebhookEndpoints>().DisableAsync(before, "gone", default);

        Assert.IsFalse((await StoredAsync(shop)).IsDisabled);
    }

    [TestMethod]
    public async Task A_test_is_a_signed_ping_and_tells_what_came_of_it()
    {
        await using var shop = await Shop.OpenAsync();
        await using var server = await PartnerServer.StartAsync();
        await PutAsync(shop, new { url = server.Url, event_types = new[] { "sell.completed" } }, HttpStatusCode.Created);

        var result = await PostAsync(shop, "/test");

        var got = server.Received.Single();
        var body = JsonElement.Parse(Encoding.UTF8.GetString(got.Body));
        Assert.AreEqual((true, 204, null), (result.GetProperty("delivered").GetBoolean(), result.GetProperty("status_code").GetInt32(), result.GetProperty("error").GetString()));
        Assert.AreEqual((got.Id, "test.ping"), (body.GetProperty("id").GetString(), body.GetProperty("type").GetString()));
        Assert.AreEqual(got.Id, result.GetProperty("event_id").GetString());
    }

    [TestMethod]
    public async Task A_test_that_fails_is_told_and_changes_nothing()
    {
        await using var shop = await Shop.OpenAsync();
        await using var server = await PartnerServer.StartAsync();
        await PutAsync(shop, new { url = server.Url }, HttpStatusCode.Created);
        server.Answer = context =>
        {
            context.Response.StatusCode = 410;
            return Task.CompletedTask;
        };

        var gone = await PostAsync(shop, "/test");
        await PutAsync(shop, new { url = "http://127.0.0.1:1/" });
        var silent = await PostAsync(shop, "/test");

        Assert.AreEqual((false, 410), (gone.GetProperty("delivered").GetBoolean(), gone.GetProperty("status_code").GetInt32()));
        Assert.AreEqual((false, "connection_failed"), (silent.GetProperty("delivered").GetBoolean(), silent.GetProperty("error").GetString()));
        Assert.IsFalse((await StoredAsync(shop)).IsDisabled);
    }

    private static async Task<WebhookEndpoint> StoredAsync(Shop shop) =>
        (await shop.Services.GetRequiredService<WebhookEndpoints>().ReadAsync(DemoPartner.Id, default))!;

    private static async Task<JsonElement> PutAsync(Shop shop, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Put, Path, body);
        return await Shop.ReadAsync(answer, expected);
    }

    private static async Task<JsonElement> PostAsync(Shop shop, string path, string? key = null)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Post, Path + path, key: key);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    private static async Task<JsonElement> GetAsync(Shop shop)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, Path);
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    private static async Task<Id26> DieAsync(Shop shop, string key)
    {
        var attempt = new Attempt(
            PartnerStore.Partition(DemoPartner.Id), ClaimStore.RowKey("POST", Path + "/rotate_secret", key),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([])), Id26.New(shop.Clock.GetUtcNow()));
        return (await shop.Services.GetRequiredService<ClaimStore>().ClaimAsync(attempt, [], default)).Id;
    }
}

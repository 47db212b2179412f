using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>Lists whose cursors stay right while rows are added: what was there at the start is shown once, in order.</summary>
[TestClass]
public sealed class PagingTests
{
    private static readonly string[] Lists = ["/v1/sessions", "/v1/sells", "/v1/webhook_deliveries", "/ops/api/sells?queue=on_hold", "/ops/api/notices/unmatched", "/ops/api/audit", "/ops/api/approvals", "/ops/api/partners"];

    [TestMethod]
    [DataRow("/v1/sessions", 1)]
    [DataRow("/v1/sessions?user_reference=order-1", 2)]
    [DataRow("/v1/sessions?status=open", 3)]
    [DataRow("/v1/sells", 4)]
    [DataRow("/ops/api/notices/unmatched", 5)]
    [DataRow("/ops/api/audit", 6)]
    public async Task What_was_there_is_shown_once_and_in_order_while_more_is_added(string list, int seed)
    {
        await using var shop = await Shop.OpenAsync();
        var random = new Random(seed);
        for (var i = 0; i < 8; i++)
        {
            await AddAsync(shop, list, random);
        }

        var before = Ids(await PageAsync(shop, list, limit: 100, cursor: null));

        var shown = new List<string>();
        string? cursor = null;
        do
        {
            var page = await PageAsync(shop, list, random.Next(1, 4), cursor);
            shown.AddRange(Ids(page));
            cursor = page.GetProperty("next_cursor").GetString();
            Assert.AreEqual(cursor is not null, page.GetProperty("has_more").GetBoolean());
            for (var added = random.Next(3); added > 0; added--)
            {
                await AddAsync(shop, list, random);
            }
        }
        while (cursor is not null);

        Assert.IsGreaterThanOrEqualTo(4, before.Count);
        CollectionAssert.AreEqual(before, shown);
    }

    [TestMethod]
    public async Task Limits_and_cursors_that_are_none_are_refused_by_every_list()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.OpenSessionAsync();
        await shop.OpenSessionAsync();
        var foreign = (await PageAsync(shop, "/v1/sessions", 1, null)).GetProperty("next_cursor").GetString()!;
        var stranger = await shop.AddPartnerAsync(enabled: true);

        foreach (var list in Lists)
        {
            foreach (var limit in new[] { "0", "101", "-1", "1.5", "a", "1e1", "%31%30%30%30", "99999999999" })
            {
                await ExpectAsync(shop, $"{list}{Sign(list)}limit={limit}", "out_of_range");
            }

            foreach (var cursor in new[] { "a", "null", "====", new string('A', 1024), list == "/v1/sessions" ? foreign[..^1] : foreign })
            {
                await ExpectAsync(shop, $"{list}{Sign(list)}cursor={cursor}", "invalid_cursor");
            }

            await ExpectAsync(shop, $"{list}{Sign(list)}limit=1&limit=2", "repeated");
            await ExpectAsync(shop, $"{list}{Sign(list)}limit=0&cursor=a", "validation_failed");
        }
        using var taken = await shop.PartnerAsync(HttpMethod.Get, $"/v1/sessions?cursor={foreign}", token: stranger);
        await ProblemBody.ExpectAsync(taken, HttpStatusCode.UnprocessableEntity, "invalid_cursor");
    }

    [TestMethod]
    [DataRow("created_after=0001-01-01T00:00:00Z", 1)]
    [DataRow("created_after=0001-01-05T00:00:00Z", 1)]
    [DataRow("created_before=9999-12-31T23:59:59Z", 1)]
    [DataRow("created_after=9999-12-31T23:59:59.9999999Z", 0)]
    [DataRow("created_before=0001-01-01T00:00:00Z", 0)]
    public async Task The_ends_of_time_are_times_too(string filter, int count)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync();

        Assert.HasCount(count, Ids(await PageAsync(shop, $"/v1/sells?{filter}", 100, null)));
    }

    private static async Task AddAsync(Shop shop, string list, Random random)
    {
        shop.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 5)));
        if (list.EndsWith("unmatched", StringComparison.Ordinal))
        {
            using var notice = await shop.NoticeAsync("/webhooks/kyc", shop.Settings.Kyc.NoticeSecrets, new { type = "nothing" });
            Assert.AreEqual(HttpStatusCode.Accepted, notice.StatusCode);
        }
        else if (list.EndsWith("audit", StringComparison.Ordinal))
        {
            await shop.AddPartnerAsync(enabled: false);
        }
        else if (list == "/v1/sells")
        {
            await shop.SellAsync(new JsonObject(Bodies.Proof($"user-{random.Next()}").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))));
        }
        else
        {
            var body = Bodies.Gate($"order-{(list.Contains("user_reference", StringComparison.Ordinal) ? random.Next(1, 3) : 1)}");
            using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/sessions", body, Guid.NewGuid().ToString());
            await Shop.ReadAsync(answer, HttpStatusCode.Created);
        }
    }

    private static async Task<JsonElement> PageAsync(Shop shop, string list, int limit, string? cursor)
    {
        using var answer = await AskAsync(shop, $"{list}{Sign(list)}limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
        return await Shop.ReadAsync(answer, HttpStatusCode.OK);
    }

    private static async Task ExpectAsync(Shop shop, string path, string code)
    {
        using var answer = await AskAsync(shop, path);
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, answer.StatusCode, path);
        Assert.AreEqual(code, (await ProblemBody.ReadAsync(answer)).Code, path);
    }

    private static async Task<HttpResponseMessage> AskAsync(Shop shop, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", Shop.Token);
        request.Headers.Add("X-Operator-Key", Shop.OperatorKey);
        return await shop.Client.SendAsync(request);
    }

    private static char Sign(string list) => list.Contains('?') ? '&' : '?';

    private static List<string> Ids(JsonElement page) => [.. page.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}

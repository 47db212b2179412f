using System.Net;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>Operators do not undo each other's changes unseen.</summary>
[TestClass]
public sealed class VersionsTests
{
    [TestMethod]
    public async Task Who_changes_what_another_has_changed_is_told_where_he_asks_for_it()
    {
        await using var shop = await Shop.OpenAsync();
        var id = await PartnerAsync(shop);
        var tag = await TagAsync(shop, $"/ops/api/partners/{id}");

        using var first = await PatchAsync(shop, id, new { name = "First" }, tag);
        using var second = await PatchAsync(shop, id, new { name = "Second" }, tag);
        using var third = await PatchAsync(shop, id, new { name = "Third" }, first.Headers.ETag!.Tag);

        await ProblemBody.ExpectAsync(second, HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.OK, "Third"), (first.StatusCode, third.StatusCode, await NameAsync(shop, id)));
    }

    [TestMethod]
    public async Task The_same_of_assets()
    {
        await using var shop = await Shop.OpenAsync();
        var tag = await TagAsync(shop, "/ops/api/assets");

        using var first = await shop.AsOperatorAsync(HttpMethod.Post, "/ops/api/assets/USDT/TRC20", new { paused = true }, tag);
        using var second = await shop.AsOperatorAsync(HttpMethod.Post, "/ops/api/assets/USDT/ERC20", new { paused = true }, tag);

        Assert.AreEqual(HttpStatusCode.OK, first.StatusCode);
        await ProblemBody.ExpectAsync(second, HttpStatusCode.PreconditionFailed, "precondition_failed");
        var paused = (await shop.ReadAsOperatorAsync("/ops/api/assets")).GetProperty("data").EnumerateArray().Select(asset => asset.GetProperty("paused").GetBoolean());
        CollectionAssert.AreEqual(new[] { true, false, false }, paused.ToArray());
    }

    [TestMethod]
    public async Task Of_two_who_make_a_partner_a_new_token_the_second_does_not_end_the_first_one_s_unseen()
    {
        await using var shop = await Shop.OpenAsync();
        var partner = $"/ops/api/partners/{await PartnerAsync(shop)}";
        var tag = await TagAsync(shop, partner);

        using var first = await shop.AsOperatorAsync(HttpMethod.Post, $"{partner}/rotate_token", null, tag);
        using var second = await shop.AsOperatorAsync(HttpMethod.Post, $"{partner}/rotate_token", null, tag);

        await ProblemBody.ExpectAsync(second, HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var answer = await shop.PartnerAsync(HttpMethod.Get, "/v1/sessions", token: (await Shop.ReadAsync(first, HttpStatusCode.OK)).Text("client_token")!);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> PatchAsync(Shop shop, string partner, object body, string? tag = null) =>
        shop.AsOperatorAsync(HttpMethod.Patch, $"/ops/api/partners/{partner}", body, tag);

    private static async Task<string> PartnerAsync(Shop shop)
    {
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop" });
        return (await Shop.ReadAsync(created, HttpStatusCode.Created)).Text("id")!;
    }

    private static async Task<string?> NameAsync(Shop shop, string partner) => (await shop.ReadAsOperatorAsync($"/ops/api/partners/{partner}")).Text("name");

    private static async Task<string> TagAsync(Shop shop, string path)
    {
        using var answer = await shop.AsOperatorAsync(HttpMethod.Get, path, null, null);
        return answer.Headers.ETag!.Tag;
    }
}

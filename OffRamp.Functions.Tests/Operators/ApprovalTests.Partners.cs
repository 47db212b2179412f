using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

public sealed partial class ApprovalTests
{
    [TestMethod]
    public async Task A_new_partner_is_disabled_until_another_agrees()
    {
        await using var shop = await OpenAsync();
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop", offramp_enabled = true });
        var partner = await Shop.ReadAsync(created, HttpStatusCode.Created);
        var token = partner.GetProperty("client_token").GetString()!;

        using var before = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { }, token: token);
        await DecideAsync(shop, partner.GetProperty("approval"), "approve", Shop.ApproverKey, HttpStatusCode.OK);
        using var after = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { }, token: token);

        Assert.IsFalse(partner.GetProperty("offramp_enabled").GetBoolean());
        await ProblemBody.ExpectAsync(before, HttpStatusCode.Forbidden, "offramp_disabled");
        Assert.AreEqual(HttpStatusCode.UnprocessableEntity, after.StatusCode);
    }

    [TestMethod]
    public async Task A_change_that_enables_waits_whole()
    {
        await using var shop = await OpenAsync();
        var id = await PartnerAsync(shop);

        using var changed = await PatchAsync(shop, id, new { offramp_enabled = true, name = "Other" });
        var approval = (await Shop.ReadAsync(changed, HttpStatusCode.Accepted)).GetProperty("approval");
        var before = await NameAsync(shop, id);
        await DecideAsync(shop, approval, "approve", Shop.ApproverKey, HttpStatusCode.OK);

        Assert.AreEqual(("Shop", "Other"), (before, await NameAsync(shop, id)));
    }

    private static async Task<string> PartnerAsync(Shop shop)
    {
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop" });
        return Text(await Shop.ReadAsync(created, HttpStatusCode.Created), "id")!;
    }

    private static async Task<string?> NameAsync(Shop shop, string partner) => Text(await shop.ReadAsOperatorAsync($"/ops/api/partners/{partner}"), "name");

    private static Task<HttpResponseMessage> PatchAsync(Shop shop, string partner, object body, string? tag = null) =>
        shop.AsOperatorAsync(HttpMethod.Patch, $"/ops/api/partners/{partner}", body, tag);
}

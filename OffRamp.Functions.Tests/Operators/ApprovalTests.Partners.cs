using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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
        Assert.AreEqual("Other", approval.GetProperty("details").GetProperty("partner").Text("name"));
        await DecideAsync(shop, approval, "approve", Shop.ApproverKey, HttpStatusCode.OK);

        Assert.AreEqual(("Shop", "Other"), (before, await NameAsync(shop, id)));
    }

    [TestMethod]
    public async Task Another_spelling_of_a_name_is_nobody_else()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"), ("OFFRAMP_OPERATOR_AUTH", "entra"));
        using var created = await SignedInAsync(shop, "ann@example.com", "/ops/api/partners", new { name = "Shop", offramp_enabled = true });
        var approval = (await Shop.ReadAsync(created, HttpStatusCode.Created)).GetProperty("approval").Text("id");

        using var decided = await SignedInAsync(shop, "Ann@Example.com", $"/ops/api/approvals/{approval}", new { decision = "approve", reason = "because" });

        await ProblemBody.ExpectAsync(decided, HttpStatusCode.Conflict, "same_operator");
    }

    /// <summary>An approver whom the platform has signed in under that name.</summary>
    private static async Task<HttpResponseMessage> SignedInAsync(Shop shop, string name, string path, object body)
    {
        var principal = new { claims = new[] { new { typ = "preferred_username", val = name }, new { typ = "roles", val = "approver" } } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(principal)));
        return await shop.Client.SendAsync(request);
    }

    private static async Task<string> PartnerAsync(Shop shop)
    {
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop" });
        return (await Shop.ReadAsync(created, HttpStatusCode.Created)).Text("id")!;
    }

    private static async Task<string?> NameAsync(Shop shop, string partner) => (await shop.ReadAsOperatorAsync($"/ops/api/partners/{partner}")).Text("name");

    private static Task<HttpResponseMessage> PatchAsync(Shop shop, string partner, object body, string? tag = null) =>
        shop.AsOperatorAsync(HttpMethod.Patch, $"/ops/api/partners/{partner}", body, tag);
}

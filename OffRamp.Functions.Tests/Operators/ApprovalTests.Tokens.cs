using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>With a partner's token its sessions can be taken over: nobody makes himself one alone.</summary>
public sealed partial class ApprovalTests
{
    [TestMethod]
    public async Task A_new_token_is_made_when_another_agrees_and_is_shown_to_him_alone()
    {
        await using var shop = await OpenAsync();
        var (id, old) = await TokenAsync(shop);

        var asked = await RotateAsync(shop, id);
        var before = await StatusOfAsync(shop, old);
        var decided = await DecideAsync(shop, asked.GetProperty("approval"), "approve", Shop.ApproverKey, HttpStatusCode.OK);

        Assert.IsFalse(asked.TryGetProperty("client_token", out _));
        Assert.AreEqual(HttpStatusCode.Forbidden, before);
        Assert.AreEqual(
            ("done", HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden),
            (decided.Text("state"), await StatusOfAsync(shop, old), await StatusOfAsync(shop, decided.Text("client_token")!)));
        Assert.IsFalse((await ListAsync(shop))[0].TryGetProperty("client_token", out _));
    }

    [TestMethod]
    public async Task Whoever_agrees_after_one_who_died_is_shown_the_token_that_counts()
    {
        await using var shop = await OpenAsync();
        var (id, _) = await TokenAsync(shop);
        var approval = (await RotateAsync(shop, id)).GetProperty("approval");
        var agreed = await shop.Services.GetRequiredService<Approvals>().AgreeAsync(await FindAsync(shop, approval), default);
        await shop.Services.GetRequiredService<CarryOutApproval>().RunAsync(agreed!.Approval, default);

        var decided = await DecideAsync(shop, approval, "approve", Shop.ApproverKey, HttpStatusCode.OK);

        Assert.AreEqual(HttpStatusCode.Forbidden, await StatusOfAsync(shop, decided.Text("client_token")!));
    }

    [TestMethod]
    public async Task No_token_is_made_for_a_partner_that_was_changed_since()
    {
        await using var shop = await OpenAsync();
        var (id, old) = await TokenAsync(shop);
        var approval = (await RotateAsync(shop, id)).GetProperty("approval");
        using var changed = await PatchAsync(shop, id, new { name = "Other" });

        using var answer = await PostAsync(shop, approval, "approve", Shop.ApproverKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "stale");
        Assert.AreEqual(HttpStatusCode.Forbidden, await StatusOfAsync(shop, old));
    }

    private static async Task<(string Id, string Token)> TokenAsync(Shop shop)
    {
        using var created = await shop.OperatorAsync("/ops/api/partners", new { name = "Shop" });
        var partner = await Shop.ReadAsync(created, HttpStatusCode.Created);
        return (partner.Text("id")!, partner.Text("client_token")!);
    }

    private static async Task<JsonElement> RotateAsync(Shop shop, string partner)
    {
        using var answer = await shop.OperatorAsync($"/ops/api/partners/{partner}/rotate_token", new { });
        return await Shop.ReadAsync(answer, HttpStatusCode.Accepted);
    }

    /// <summary>What the partner, who is disabled, is answered: 403 to a token that counts, 401 to any other.</summary>
    private static async Task<HttpStatusCode> StatusOfAsync(Shop shop, string token)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Post, "/v1/quotes", new { }, token: token);
        return answer.StatusCode;
    }
}

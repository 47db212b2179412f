using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>What was agreed to and is not done yet.</summary>
public sealed partial class ApprovalTests
{
    [TestMethod]
    public async Task What_was_agreed_to_by_one_who_died_then_cannot_be_rejected_and_is_done_by_the_next()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release");
        await AgreeAndDieAsync(shop, approval);

        using var rejected = await PostAsync(shop, approval, "reject", Shop.ApproverKey);
        await DecideAsync(shop, approval, "approve", Shop.ApproverKey, HttpStatusCode.OK);

        await ProblemBody.ExpectAsync(rejected, HttpStatusCode.Conflict, "action_not_possible");
        Assert.AreEqual("done", (await ListAsync(shop))[0].GetProperty("state").GetString());
        Assert.AreNotEqual("on_hold", await PhaseAsync(shop, session));
    }

    [TestMethod]
    public async Task What_was_agreed_to_and_never_done_is_none_after_a_day_either()
    {
        await using var shop = await OpenAsync();
        var session = await HeldAsync(shop);
        var approval = await AskAsync(shop, session, "release");
        await AgreeAndDieAsync(shop, approval);
        shop.Clock.Advance(TimeSpan.FromHours(24));

        using var answer = await PostAsync(shop, approval, "approve", Shop.ApproverKey);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Conflict, "action_not_possible");
        Assert.AreEqual(("expired", "on_hold"), ((await ListAsync(shop))[0].Text("state"), await PhaseAsync(shop, session)));
    }

    [TestMethod]
    public async Task What_was_rejected_at_the_same_moment_is_not_agreed_to()
    {
        await using var shop = await OpenAsync();
        var approvals = shop.Services.GetRequiredService<Approvals>();
        var stored = await FindAsync(shop, await AskAsync(shop, await HeldAsync(shop), "release"));
        await approvals.EndAsync(stored, ApprovalState.Rejected, default);

        Assert.IsNull(await approvals.AgreeAsync(stored, default));
    }

    private static async Task AgreeAndDieAsync(Shop shop, JsonElement approval) =>
        Assert.IsNotNull(await shop.Services.GetRequiredService<Approvals>().AgreeAsync(await FindAsync(shop, approval), default));

    private static async Task<StoredApproval> FindAsync(Shop shop, JsonElement approval) =>
        (await shop.Services.GetRequiredService<Approvals>().FindAsync(ApprovalView.Parse(approval.Text("id")!)!.Value, default))!;
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>What the sell knows already is heard like a notice that could be read, and what was not understood decides nothing.</summary>
public sealed partial class ProcessNoticeTests
{
    [TestMethod]
    public async Task That_a_counted_deposit_is_gone_is_heard()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var hash = await shop.DepositAsync(session, "250", stopAt: "seen");
        await shop.WalkAsync(session);
        await BecomesAsync(shop, session, hash, "250", "dropped");
        var notice = await shop.SetAsideAsync(hash);

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        var deposit = Sell(await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("deposits")[0];
        Assert.AreEqual("dropped", deposit.Text("status"));
    }

    [TestMethod]
    public async Task What_is_known_and_does_not_count_is_heard_too()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await PaidOutAsync(shop, "tok_slow");
        var hash = await shop.DepositAsync(session, "40", stopAt: "seen");
        await shop.HearDepositAsync(session, hash, "40", "seen");
        await shop.WalkAsync(session);
        await BecomesAsync(shop, session, hash, "40", "confirmed");
        var notice = await shop.SetAsideAsync(hash);

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        var deposit = Sell(await Shop.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("deposits")[1];
        Assert.AreEqual(("40", "confirmed", 0), (deposit.Text("amount"), deposit.Text("status"), (await UnmatchedAsync(shop)).Length));
    }

    [TestMethod]
    public async Task A_list_that_breaks_off_does_not_say_that_there_is_no_transfer()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "5");
        var notice = await shop.SetAsideAsync(await shop.DepositAsync(session, "250"));
        await BreakOffAsync(shop);

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        Assert.IsNotNull(answer.Headers.RetryAfter);
    }

    [TestMethod]
    public async Task Nor_does_it_where_an_operator_names_the_transfer()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "5");
        var hash = await shop.DepositAsync(session, "250");
        await BreakOffAsync(shop);

        using var answer = await shop.OperatorAsync(session, new JsonObject { ["action"] = "match_deposit", ["tx_hash"] = hash, ["log_index"] = 0 });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        Assert.IsNotNull(answer.Headers.RetryAfter);
    }

    [TestMethod]
    public async Task Who_the_user_is_stays_known()
    {
        await using var shop = await Shop.OpenAsync();
        var (session, notice) = await VerifiedAsync(shop);
        var before = await UserAsync(shop, session);

        using var answer = await ProcessAsync(shop, notice, session.SellId);

        await Shop.ReadAsync(answer, HttpStatusCode.OK);
        Assert.AreEqual(before! with { Status = KycStatus.Rejected }, await UserAsync(shop, session));
        Assert.AreNotEqual("", before.Subject ?? "");
    }

    [TestMethod]
    public async Task Who_has_ended_a_notice_and_was_answered_by_nobody_knows_his_own_deed()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var notices = shop.Services.GetRequiredService<UnmatchedNotices>();
        var (notice, _) = (await notices.FindAsync(await shop.SetAsideAsync(new string('a', 64)), default))!.Value;
        var mine = new NoticeProcessed(PrefixedId.Parse<SellId>(session.SellId), "ann", shop.Clock.GetUtcNow(), Id26.New(shop.Clock.GetUtcNow()));
        await notices.TryEndAsync(notice, mine, default);

        var again = await notices.TryEndAsync(notice, mine, default);
        var another = await notices.TryEndAsync(notice, mine with { Request = Id26.New(shop.Clock.GetUtcNow()) }, default);

        Assert.AreEqual((true, false), (again, another));
    }

    [TestMethod]
    public async Task What_the_provider_has_taken_back_before_another_agreed_ends_the_approval()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_APPROVALS", "on"));
        var session = await shop.SellAsync();
        var hash = await shop.DepositAsync(session, "250");
        using var asked = await ProcessAsync(shop, await shop.SetAsideAsync(hash), session.SellId);
        var approval = (await Shop.ReadAsync(asked, HttpStatusCode.Accepted)).GetProperty("approval").Text("id");
        await BecomesAsync(shop, session, hash, "250", "dropped");

        using var decided = await shop.OperatorAsync($"/ops/api/approvals/{approval}", new { decision = "approve", reason = "seen" }, who: Shop.ApproverKey);

        await ProblemBody.ExpectAsync(decided, HttpStatusCode.Conflict, "action_not_possible");
        var listed = (await shop.ReadAsOperatorAsync("/ops/api/approvals")).GetProperty("data")[0];
        Assert.AreEqual(("stale", "action_not_possible"), (listed.Text("state"), listed.Text("refusal")));
    }

    private static async Task<UserVerification?> UserAsync(Shop shop, OpenedSession session)
    {
        var sell = await shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default);
        return await shop.Services.GetRequiredService<UserKyc>().FindVerificationAsync(sell!.PartnerId, sell.UserKey, default);
    }
}

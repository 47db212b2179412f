using System.Net;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Recovery;

/// <summary>Drills with a sell under way: a secret is changed and the app started anew, or an older build is.</summary>
[TestClass]
internal sealed class RotationTests
{
    private static readonly (string Name, string? Value) NewServerKey = ("OFFRAMP_SERVER_KEY", Convert.ToBase64String(new byte[32].Select((_, i) => (byte)(i + 7)).ToArray()));

    [TestMethod]
    public async Task With_a_new_server_key_an_old_secret_opens_nothing_and_the_partner_gets_another()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        await shop.RestartAsync(NewServerKey);

        using var refused = await shop.PageAsync(session, HttpMethod.Get);
        using var renewed = await shop.PartnerAsync(HttpMethod.Post, $"/v1/sessions/{session.Id}/client_secret");
        var secret = (await Shop.ReadAsync(renewed, HttpStatusCode.OK)).Text("client_secret")!;
        using var page = await shop.PageAsync(session with { Secret = secret }, HttpMethod.Get);
        Assert.AreEqual((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, page.StatusCode));
    }

    [TestMethod]
    public async Task With_a_new_server_key_a_sell_under_way_is_paid_once()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();

        await shop.RestartAsync(NewServerKey);
        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "250"));
        await shop.PassAsync(session);

        Assert.AreEqual("paid", (await shop.ReadSellAsync(session)).Text("phase"));
        Assert.AreEqual(1, (await shop.CallsAsync()).Count(call => call == "POST /payouts"));
    }

    [TestMethod]
    public async Task A_payout_waits_while_our_token_is_refused_and_leaves_with_the_new_one()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.RestartAsync(("OFFRAMP_PAYOUTS_TOKEN", "of-yesterday"));
        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "250"));
        await shop.PassAsync(session);
        var meanwhile = await shop.ReadSellAsync(session);

        await shop.RestartAsync(("OFFRAMP_PAYOUTS_TOKEN", "sandbox"));
        await shop.PassAsync(session);
        await shop.PassAsync(session); // sent late, it is asked about an hour later

        Assert.AreEqual(("processing", "paid"), (meanwhile.Text("status"), (await shop.ReadSellAsync(session)).Text("phase")));
    }

    [TestMethod]
    public async Task While_a_notice_secret_rotates_both_are_heard_and_afterwards_the_old_one_is_not()
    {
        await using var shop = await Shop.OpenAsync(settings: ("OFFRAMP_CUSTODIAN_SECRET", Secret('o')));
        var old = shop.Settings.Custodian.NoticeSecrets;

        await shop.RestartAsync(("OFFRAMP_CUSTODIAN_SECRET", $"{Secret('n')},{Secret('o')}"));
        var both = $"{await AnswerAsync(shop, old)} {await AnswerAsync(shop, [shop.Settings.Custodian.NoticeSecrets[0]])}";
        await shop.RestartAsync(("OFFRAMP_CUSTODIAN_SECRET", Secret('n')));
        var alone = $"{await AnswerAsync(shop, old)} {await AnswerAsync(shop, shop.Settings.Custodian.NoticeSecrets)}";

        Assert.AreEqual(("202 202", "401 202"), (both, alone));
    }

    [TestMethod]
    public async Task What_a_newer_build_has_written_beside_what_we_know_keeps_no_sell_from_being_paid_after_a_rollback()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        var table = shop.Tables.Store.Table(StorageNames.Sells);
        foreach (var key in new[] { SellKeys.Session, SellKeys.Sell })
        {
            var row = (await table.GetAsync(session.Id["ses_".Length..], key))!;
            var data = row.GetLargeText(SellKeys.Data)!;
            await table.ReplaceAsync(row.SetLargeText(SellKeys.Data, $$"""{"of_tomorrow":{"deep":[1]},{{data[1..]}}""").Set("OfTomorrow", 1), row.ETag);
        }

        await shop.RestartAsync();
        await shop.HearDepositAsync(session, await shop.DepositAsync(session, "250"));
        await shop.PassAsync(session);

        Assert.AreEqual("paid", (await shop.ReadSellAsync(session)).Text("phase"));
    }

    private static async Task<int> AnswerAsync(Shop shop, IReadOnlyList<byte[]> secrets)
    {
        using var answer = await shop.NoticeAsync("/webhooks/deposits", secrets, new { type = "deposit.seen", data = new { } });
        return (int)answer.StatusCode;
    }

    private static string Secret(char letter) => "whsec_" + Convert.ToBase64String(new string(letter, 32).Select(one => (byte)one).ToArray());
}

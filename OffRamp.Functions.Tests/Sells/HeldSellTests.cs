using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Sells;

[TestClass]
public sealed class HeldSellTests
{
    [TestMethod]
    public async Task Operators_hear_an_alarm_once_a_day_however_often_the_sell_looks()
    {
        var alarms = new Alarms();
        await using var shop = await Shop.OpenAsync(services => services.AddSingleton<ILoggerProvider>(alarms));
        var session = await shop.SellAsync();
        using var held = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });
        Assert.IsEmpty(alarms.Heard(session.SellId));

        shop.Clock.Advance(TimeSpan.FromHours(24));
        await shop.WalkAsync(session);
        await shop.WalkAsync(session);

        StringAssert.Contains(alarms.Heard(session.SellId).Single(), "OnHold operator for 24 h");
    }

    [TestMethod]
    public async Task A_user_whose_kyc_lapsed_gets_the_crypto_back_after_seven_days()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await KycIsAsync(shop, session, KycStatus.Pending);
        await shop.DepositAsync(session, "250");
        await shop.WalkAsync(session);
        Assert.AreEqual("kyc_required", (await shop.ReadSellAsync(session)).GetProperty("hold_reason").GetString());

        shop.Clock.Advance(TimeSpan.FromDays(7));
        await shop.WalkAsync(session);

        var sell = await shop.ReadSellAsync(session);
        Assert.AreEqual(("refunding", "kyc_required"), (sell.GetProperty("phase").GetString(), sell.GetProperty("failure_code").GetString()));
    }

    [TestMethod]
    public async Task A_held_payout_is_not_sent()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.SellAsync();
        await shop.DepositAsync(session, "250");
        await shop.ControlAsync("/sandbox/faults", new { provider = "payouts", mode = "503", times = 1 });
        await shop.WalkAsync(session);
        using var held = await shop.OperatorAsync(session, new JsonObject { ["action"] = "hold" });

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var submit = shop.Services.GetRequiredService<Functions.Payouts.SubmitPayout>();
        await submit.RunAsync(PrefixedId.Parse<SellId>(session.SellId), default);

        Assert.DoesNotContain("POST /payouts", await shop.CallsAsync());
        Assert.AreEqual("on_hold", (await shop.ReadSellAsync(session)).GetProperty("phase").GetString());
    }

    private static async Task KycIsAsync(Shop shop, OpenedSession session, KycStatus status)
    {
        var sell = (await shop.Services.GetRequiredService<SellStore>().FindAsync(PrefixedId.Parse<SellId>(session.SellId), default))!;
        var users = shop.Services.GetRequiredService<UserKyc>();
        var known = await users.FindVerificationAsync(sell.PartnerId, sell.UserKey, default);
        await users.SaveAsync(sell.PartnerId, sell.UserKey, known! with { Status = status }, default);
    }
}

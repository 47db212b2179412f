using System.Net;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>Nothing new begins that needs a provider which refuses us or says nothing.</summary>
[TestClass]
public sealed class ProviderHealthTests
{
    [TestMethod]
    public async Task Refused_credentials_stop_new_sells_until_the_provider_takes_us_again()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "payouts", mode = "401", times = 3 });
        var quote = await shop.QuoteAsync(session);

        using var first = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(quote));
        using var paused = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        var said = await CapabilitiesAsync(shop);
        shop.Clock.Advance(ProviderHealth.Pause);
        using var still = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        shop.Clock.Advance(ProviderHealth.Pause);
        using var well = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });

        await ProblemBody.ExpectAsync(first, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        await ProblemBody.ExpectAsync(paused, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        await ProblemBody.ExpectAsync(still, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        Assert.AreEqual((true, false, "provider_unavailable"), said);
        Assert.AreEqual(HttpStatusCode.OK, well.StatusCode);
        Assert.AreEqual((false, true, null), await CapabilitiesAsync(shop));
    }

    [TestMethod]
    public async Task A_quarter_of_an_hour_of_silence_stops_new_sells_and_an_answer_ends_it()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        await shop.ControlAsync("/sandbox/faults", new { provider = "custodian", mode = "503", times = 3 });
        using var silent = await shop.PageAsync(session, HttpMethod.Post, "/sell", Bodies.Sell(await shop.QuoteAsync(session)));
        using var soon = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });

        shop.Clock.Advance(ProviderHealth.Patience);
        using var paused = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        shop.Clock.Advance(ProviderHealth.Pause);
        using var still = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });
        shop.Clock.Advance(ProviderHealth.Pause);
        using var well = await shop.PageAsync(session, HttpMethod.Post, "/quote", new { crypto_amount = "250" });

        Assert.AreEqual((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (silent.StatusCode, soon.StatusCode));
        await ProblemBody.ExpectAsync(paused, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        await ProblemBody.ExpectAsync(still, HttpStatusCode.ServiceUnavailable, "provider_unavailable");
        Assert.AreEqual(HttpStatusCode.OK, well.StatusCode);
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(422)]
    [DataRow(200)]
    public void Whatever_was_understood_is_no_silence(int status)
    {
        var clock = ManualTime.New();
        var health = new ProviderHealth("custodian", clock) { Ask = _ => Task.CompletedTask };
        health.Hear(ProviderAnswer.Silence);
        clock.Advance(TimeSpan.FromMinutes(14));

        health.Hear(new ProviderAnswer(status, null));
        clock.Advance(TimeSpan.FromHours(1));

        Assert.AreEqual(ProviderTrouble.None, health.Trouble);
    }

    [TestMethod]
    [DataRow(503, false)]
    [DataRow(0, false)]
    [DataRow(200, true)]
    public void Nobody_or_a_gateways_page_is(int status, bool isForeign)
    {
        var clock = ManualTime.New();
        var health = new ProviderHealth("custodian", clock) { Ask = _ => Task.CompletedTask };

        health.Hear(new ProviderAnswer(status, null) { IsForeign = isForeign });
        var before = health.Trouble;
        clock.Advance(ProviderHealth.Patience);

        Assert.AreEqual((ProviderTrouble.None, ProviderTrouble.IsSilent), (before, health.Trouble));
    }

    [TestMethod]
    [DataRow(new[] { 0 }, false)]
    [DataRow(new[] { 0, 10 }, false)]
    [DataRow(new[] { 0, 10, 15 }, true)]
    public void One_that_nobody_can_ask_is_silent_once_its_calls_say_so(int[] minutesOfSilence, bool isSilent)
    {
        var clock = ManualTime.New();
        var start = clock.GetUtcNow();
        var rates = new ProviderHealth("rates", clock);
        foreach (var minute in minutesOfSilence)
        {
            clock.SetUtcNow(start.AddMinutes(minute));
            rates.Hear(ProviderAnswer.Silence);
        }

        clock.SetUtcNow(start.AddDays(1));

        Assert.AreEqual(isSilent ? ProviderTrouble.IsSilent : ProviderTrouble.None, rates.Trouble);
    }

    private static async Task<(bool Paused, bool Eligible, string? Why)> CapabilitiesAsync(Shop shop)
    {
        using var answer = await shop.PartnerAsync(HttpMethod.Get, "/v1/capabilities?asset=USDT&network=TRC20");
        var said = await Shop.ReadAsync(answer, HttpStatusCode.OK);
        return (
            said.GetProperty("assets")[0].GetProperty("paused").GetBoolean(), said.GetProperty("eligible").GetBoolean(),
            said.GetProperty("unavailable_reason").GetString());
    }
}

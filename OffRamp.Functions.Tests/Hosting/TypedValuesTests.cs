using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>What somebody types reaches no other part of a provider, and does not make it look as if it refused us.</summary>
[TestClass]
internal sealed class TypedValuesTests
{
    [TestMethod]
    [DataRow(".")]
    [DataRow("..")]
    public async Task A_card_token_that_is_dots_is_nobodys_and_nobody_is_asked(string token)
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, "{}");
        using var http = provider.Connect();

        var answer = await new HttpPayoutProvider(http).FindCardAsync(token, default);

        Assert.AreEqual(new CardAnswer.Unknown(), answer);
        Assert.IsNull(provider.LastRequest);
    }

    [TestMethod]
    [DataRow("../payouts/pay_1")]
    [DataRow("..\\cards")]
    [DataRow("tok?a=b")]
    [DataRow("tok#a")]
    [DataRow("%2e%2e")]
    public async Task Any_other_one_stays_below_the_cards(string token)
    {
        var provider = StubProvider.Answering(HttpStatusCode.NotFound, "{}");
        using var http = provider.Connect();

        await new HttpPayoutProvider(http).FindCardAsync(token, default);

        var asked = provider.LastRequest!.RequestUri!;
        Assert.AreEqual(("/base/cards/" + Uri.EscapeDataString(token), ""), (asked.AbsolutePath, asked.Query));
    }

    [TestMethod]
    [DataRow(HttpStatusCode.NotFound, ProviderTrouble.None, 0)]
    [DataRow(HttpStatusCode.Unauthorized, ProviderTrouble.RefusesUs, 1)]
    public async Task That_a_firewall_refuses_a_card_token_stops_no_sells_unless_a_plain_question_is_refused_too(
        HttpStatusCode plain, ProviderTrouble trouble, int told)
    {
        var refusals = 0;
        ProviderHttp? http = null;
        var health = new ProviderHealth("payouts", ManualTime.New()) { Ask = token => http!.GetAsync("/payouts/pay_unknown", token) };
        using var network = new Firewall(plain);
        http = new ProviderHttp(new(new("https://provider.example/"), "token", []), NullLogger.Instance, network)
        {
            Health = health,
            OnRefusal = _ =>
            {
                refusals++;
                return Task.CompletedTask;
            },
        };

        await new HttpPayoutProvider(http).FindCardAsync("<script>", default);

        Assert.AreEqual((trouble, told), (health.Trouble, refusals));
        http.Dispose();
    }

    /// <summary>Takes no card token, and answers a plain question as it is told.</summary>
    private sealed class Firewall(HttpStatusCode plain) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            new HttpResponseMessage(request.RequestUri!.AbsolutePath.StartsWith("/cards/", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : plain));
    }
}

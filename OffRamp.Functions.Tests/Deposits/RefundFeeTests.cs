using System.Net;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Deposits.Refunds;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Deposits;

[TestClass]
public sealed class RefundFeeTests
{
    [TestMethod]
    [DataRow("\"1.25\"", "1.25")]
    [DataRow("\"0\"", "0")]
    [DataRow("\"\"", null)]
    [DataRow("null", null)]
    [DataRow("1.25", null)]
    [DataRow("{}", null)]
    public async Task What_the_network_took_comes_with_the_refund_and_keeps_no_refund_from_being_sent(string fee, string? read)
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, $$"""{"refund_id":"ref_1","status":"sent","tx_hash":"0xFEED","fee":{{fee}}}""").Connect();

        var outcome = await new HttpCustodian(http).AskRefundAsync("ref_1", default);

        Assert.AreEqual(new RefundReported(new RefundFact("ref_1", RefundStatus.Sent, "feed") { Fee = read }), outcome);
    }
}

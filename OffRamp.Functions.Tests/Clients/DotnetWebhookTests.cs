using System.Text;
using OffRamp.Client;

namespace OffRamp.Functions.Tests.Clients;

/// <summary>The client for .NET takes what somebody else's library has signed, and nothing else.</summary>
[TestClass]
public sealed class DotnetWebhookTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Other = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private const string Body = """{"id":"evt_1","type":"sell.completed","sequence":8,"data":{"object":"sell","id":"sell_1","status":"completed","fiat_amount":"227.70"}}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [TestMethod]
    public void The_event_is_what_was_signed()
    {
        var told = OffRampWebhook.Verify(Headers(Secret, Now), Encoding.UTF8.GetBytes(Body), Secret);

        Assert.AreEqual(("evt_1", "sell.completed", 8), (told.Id, told.Type, told.Sequence));
        Assert.AreEqual(("sell_1", 227.70m), (told.Sell!.Id, told.Sell.FiatAmount));
        Assert.IsNull(told.Session);
    }

    [TestMethod]
    public void While_a_secret_rotates_either_will_do() =>
        Assert.AreEqual("evt_1", OffRampWebhook.Verify(Headers(Other, Now), Encoding.UTF8.GetBytes(Body), Secret, Other).Id);

    [TestMethod]
    [DataRow("another secret")]
    [DataRow("another body")]
    [DataRow("too old")]
    [DataRow("from the future")]
    [DataRow("not signed")]
    public void Anything_else_is_refused(string trouble)
    {
        var time = trouble switch { "too old" => Now.AddMinutes(-6), "from the future" => Now.AddMinutes(6), _ => Now };
        var headers = trouble == "not signed" ? _ => null : Headers(trouble == "another secret" ? Other : Secret, time);
        var body = Encoding.UTF8.GetBytes(trouble == "another body" ? Body.Replace('8', '9') : Body);

        Assert.ThrowsExactly<OffRampSignatureException>(() => OffRampWebhook.Verify(headers, body, Secret));
    }

    private static Func<string, string?> Headers(string secret, DateTimeOffset at) => name => name switch
    {
        "webhook-id" => "msg_1",
        "webhook-timestamp" => $"{at.ToUnixTimeSeconds()}",
        "webhook-signature" => new StandardWebhooks.StandardWebhook(secret).Sign("msg_1", at, Body),
        _ => null,
    };
}

using System.Text;
using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Webhooks;

[TestClass]
public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly byte[] Secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly byte[] Other = Convert.FromBase64String("b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldC0wMQ==");

    // The example of the specification's reference implementations.
    private const string Known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [TestMethod]
    public void The_known_message_has_its_known_signature() =>
        Assert.AreEqual(Known, WebhookSignature.Sign(Id, At, Body, [Secret]));

    [TestMethod]
    public void The_known_signature_is_accepted() =>
        Assert.AreEqual(Id, WebhookSignature.Verify(Headers(), Body, [Secret], At));

    [TestMethod]
    public void Either_of_two_secrets_is_accepted_while_one_rotates()
    {
        Assert.AreEqual(Id, WebhookSignature.Verify(Headers(), Body, [Other, Secret], At));
        Assert.AreEqual(Id, WebhookSignature.Verify(Headers(), Body, [Secret, Other], At));
    }

    [TestMethod]
    public void One_right_signature_among_several_is_enough()
    {
        var signatures = WebhookSignature.Sign(Id, At, Body, [Other, Secret]);

        Assert.AreEqual(2, signatures.Split(' ').Length);
        Assert.AreEqual(Id, WebhookSignature.Verify(Headers(signature: signatures), Body, [Secret], At));
        Assert.AreEqual(Id, WebhookSignature.Verify(Headers(signature: "v1a,AAAA " + Known), Body, [Secret], At));
    }

    [TestMethod]
    [DataRow(300, true)]
    [DataRow(-300, true)]
    [DataRow(301, false)]
    [DataRow(-301, false)]
    public void A_timestamp_may_be_five_minutes_off(int seconds, bool isAccepted)
    {
        var id = WebhookSignature.Verify(Headers(), Body, [Secret], At.AddSeconds(seconds));

        Assert.AreEqual(isAccepted, id is not null);
    }

    [TestMethod]
    [DataRow("webhook-id", null)]
    [DataRow("webhook-id", "")]
    [DataRow("webhook-id", "msg_another")]
    [DataRow("webhook-timestamp", null)]
    [DataRow("webhook-timestamp", "")]
    [DataRow("webhook-timestamp", "1614265331")]
    [DataRow("webhook-timestamp", "+1614265330")]
    [DataRow("webhook-timestamp", " 1614265330")]
    [DataRow("webhook-timestamp", "1614265330.0")]
    [DataRow("webhook-timestamp", "01614265330")]
    [DataRow("webhook-timestamp", "99999999999999999999")]
    [DataRow("webhook-timestamp", "2021-02-25T15:02:10Z")]
    [DataRow("webhook-signature", null)]
    [DataRow("webhook-signature", "")]
    [DataRow("webhook-signature", "v1,")]
    [DataRow("webhook-signature", "v1")]
    [DataRow("webhook-signature", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [DataRow("webhook-signature", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [DataRow("webhook-signature", "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [DataRow("webhook-signature", "v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [DataRow("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=,")]
    [DataRow("webhook-signature", "v1,not base64 at all")]
    [DataRow("webhook-signature", "v1,AAAA")]
    public void A_broken_header_is_refused(string header, string? value)
    {
        var headers = Headers();
        if (value is null)
        {
            headers.Remove(header);
        }
        else
        {
            headers[header] = value;
        }

        Assert.IsNull(WebhookSignature.Verify(headers, Body, [Secret], At));
    }

    [TestMethod]
    [DataRow("webhook-id")]
    [DataRow("webhook-timestamp")]
    [DataRow("webhook-signature")]
    public void A_header_given_twice_is_refused(string header)
    {
        var headers = Headers();
        headers[header] = new([headers[header]!, headers[header]!]);

        Assert.IsNull(WebhookSignature.Verify(headers, Body, [Secret], At));
    }

    [TestMethod]
    public void One_other_byte_of_the_body_is_refused()
    {
        byte[] changed = [.. Body, (byte)' '];

        Assert.IsNull(WebhookSignature.Verify(Headers(), changed, [Secret], At));
    }

    [TestMethod]
    public void Another_secret_or_none_is_refused()
    {
        Assert.IsNull(WebhookSignature.Verify(Headers(), Body, [Other], At));
        Assert.IsNull(WebhookSignature.Verify(Headers(), Body, [], At));
    }

    [TestMethod]
    public void A_signature_after_a_flood_of_others_is_not_looked_for()
    {
        var flood = string.Concat(Enumerable.Repeat("v1,AAAA ", 10));

        Assert.IsNull(WebhookSignature.Verify(Headers(signature: flood + Known), Body, [Secret], At));
    }

    private static HeaderDictionary Headers(string signature = Known) => new()
    {
        ["webhook-id"] = Id,
        ["webhook-timestamp"] = "1614265330",
        ["webhook-signature"] = signature,
    };
}

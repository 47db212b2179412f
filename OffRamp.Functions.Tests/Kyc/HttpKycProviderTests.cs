using System.Net;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Kyc;

[TestClass]
public sealed class HttpKycProviderTests
{
    private static readonly PartnerId Partner = new(Id26.New(DateTimeOffset.UnixEpoch));

    [TestMethod]
    public async Task A_started_verification_has_an_id_and_a_page()
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, """{"verification_id":"v1","url":"https://kyc.example/v1"}""").Connect();

        Assert.AreEqual(new Verification("v1", "https://kyc.example/v1"), await new HttpKycProvider(http).StartAsync(Partner, "u", default));
    }

    [TestMethod]
    public async Task The_same_user_has_the_same_key_and_the_key_does_not_name_him()
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, "{}");
        using var http = provider.Connect();

        await new HttpKycProvider(http).StartAsync(Partner, "ann@example.com", default);
        var first = provider.LastRequest!.Headers.GetValues("Idempotency-Key").Single();
        await new HttpKycProvider(http).StartAsync(Partner, "ann@example.com", default);

        Assert.AreEqual(first, provider.LastRequest!.Headers.GetValues("Idempotency-Key").Single());
        Assert.DoesNotContain("ann", first);
    }

    [TestMethod]
    [DataRow(200, """{"verification_id":"v1","url":"javascript:alert(1)"}""")]
    [DataRow(200, """{"verification_id":"","url":"https://kyc.example"}""")]
    [DataRow(200, """{"url":"https://kyc.example"}""")]
    [DataRow(500, """{"verification_id":"v1","url":"https://kyc.example"}""")]
    public async Task An_odd_answer_starts_nothing(int status, string body)
    {
        using var http = StubProvider.Answering((HttpStatusCode)status, body).Connect();

        Assert.IsNull(await new HttpKycProvider(http).StartAsync(Partner, "u", default));
    }

    [TestMethod]
    [DataRow("""{"verification_id":"v 1","status":"verified"}""", KycStatus.Verified)]
    [DataRow("""{"verification_id":"v 1","status":"not_started"}""", KycStatus.NotStarted)]
    [DataRow("""{"verification_id":"v 1","status":"VERIFIED"}""", null)]
    [DataRow("""{"verification_id":"another","status":"verified"}""", null)]
    [DataRow("""{"status":"verified"}""", null)]
    public async Task A_status_counts_only_for_the_verification_asked_for(string body, object? expected)
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, body).Connect();

        Assert.AreEqual(expected, (await new HttpKycProvider(http).AskAsync("v 1", default))?.Status);
    }
}

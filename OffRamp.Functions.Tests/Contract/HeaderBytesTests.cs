using System.Text;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>Header values may hold any bytes above ASCII: browsers and shops send names in Latin-1 and in UTF-8.</summary>
[TestClass]
public sealed class HeaderBytesTests
{
    [TestMethod]
    [DataRow("iso-8859-1")]
    [DataRow("utf-8")]
    public async Task They_are_no_reason_to_refuse_anything(string encoding)
    {
        await using var shop = await Shop.OpenAsync();
        await using var real = await RealWorker.StartAsync(shop);
        var address = new Uri(real.Client.BaseAddress!, "/v1/capabilities");

        var answer = await RawHttp.GetAsync(
            address, Encoding.GetEncoding(encoding), "User-Agent: Müller-Shop/1.0", "Cookie: name=José", "X-Shop: Grüße", $"Authorization: Bearer {Shop.Token}");

        Assert.StartsWith("HTTP/1.1 200 ", answer);
        Assert.Contains("X-Request-Id: ", answer, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public async Task Two_keys_are_none()
    {
        await using var shop = await Shop.OpenAsync();
        await using var real = await RealWorker.StartAsync(shop);

        var answer = await RawHttp.SendAsync(
            "POST", new Uri(real.Client.BaseAddress!, "/v1/sessions"), Encoding.Latin1,
            $"Authorization: Bearer {Shop.Token}", "Content-Length: 0", "Idempotency-Key: one", "Idempotency-Key: two");

        Assert.Contains("\"code\":\"invalid_idempotency_key\"", answer);
    }

    [TestMethod]
    [DataRow("Authorization: Bearer Müller", "401", "unauthorized")]
    [DataRow("X-Request-Id: Müller", "401", "unauthorized")]
    public async Task Where_they_mean_nothing_the_answer_is_the_contract_s(string header, string status, string code)
    {
        await using var shop = await Shop.OpenAsync();
        await using var real = await RealWorker.StartAsync(shop);

        var answer = await RawHttp.GetAsync(new Uri(real.Client.BaseAddress!, "/v1/capabilities"), Encoding.Latin1, header);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.Contains($"\"code\":\"{code}\"", answer);
        Assert.Contains("X-Request-Id: ", answer, StringComparison.OrdinalIgnoreCase);
    }
}

using System.Net;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Quotes;

[TestClass]
public sealed class HttpRateSourceTests
{
    [TestMethod]
    [DataRow("""{"rate":"0.92","as_of":"1970-01-01T00:00:00Z"}""", "0.92")]
    [DataRow("""{"rate":"0.92","as_of":"1969-12-31T23:59:00Z"}""", "0.92")]
    [DataRow("""{"rate":"0.92","as_of":"1969-12-31T23:58:59Z"}""", null)]
    [DataRow("""{"rate":"0.92","as_of":"1970-01-01T01:00:00Z"}""", null)]
    [DataRow("""{"rate":"0.92"}""", null)]
    [DataRow("""{"rate":0.92,"as_of":"1970-01-01T00:00:00Z"}""", null)]
    [DataRow("""{"rate":"0","as_of":"1970-01-01T00:00:00Z"}""", null)]
    [DataRow("""{"rate":"-1","as_of":"1970-01-01T00:00:00Z"}""", null)]
    [DataRow("""{"rate":"0.92","as_of":"yesterday"}""", null)]
    public async Task A_rate_is_current_and_exact_or_there_is_none(string body, string? expected)
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, body).Connect();
        var source = new HttpRateSource(http, new StoppedClock(DateTimeOffset.UnixEpoch));

        Assert.AreEqual(expected, (await source.FindAsync(Currency.USDT, Currency.EUR, default))?.ToString());
    }

    [TestMethod]
    public async Task A_silent_source_has_no_rate()
    {
        using var http = StubProvider.Silent().Connect();

        Assert.IsNull(await new HttpRateSource(http, TimeProvider.System).FindAsync(Currency.USDT, Currency.EUR, default));
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

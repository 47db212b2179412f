using System.Net;
using System.Text;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Settlements;

/// <summary>A day as a spreadsheet reads it.</summary>
[TestClass]
public sealed class SettlementCsvTests
{
    private const string Path = "/v1/settlements?date=2030-01-01";

    [TestMethod]
    [DataRow(null, "application/json")]
    [DataRow("*/*", "application/json")]
    [DataRow("application/json", "application/json")]
    [DataRow("text/csv", "text/csv")]
    [DataRow("text/csv;q=0.5, application/json", "application/json")]
    [DataRow("application/json;q=0.5, text/csv", "text/csv")]
    [DataRow("text/csv;q=0", "application/json")]
    [DataRow("text/csv;q=0, */*;q=0.1", "application/json")]
    [DataRow("image/png", "application/json")]
    [DataRow(";;;", "application/json")]
    public async Task Whoever_asks_for_CSV_gets_it(string? accept, string mediaType)
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await AskAsync(shop, Path, accept);

        Assert.AreEqual((HttpStatusCode.OK, mediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [TestMethod]
    public async Task Each_booking_is_a_line_and_pages_follow_by_link()
    {
        await using var shop = await Shop.OpenAsync();
        var (one, two) = (await PaidAsync(shop, "order-1"), await PaidAsync(shop, "order-2"));

        var whole = await LinesAsync(shop, Path);
        using var first = await AskAsync(shop, Path + "&limit=1", "text/csv");
        var link = first.Headers.GetValues("Link").Single();
        var second = await LinesAsync(shop, link[1..link.IndexOf('>', StringComparison.Ordinal)]);

        Assert.StartsWith("date,sell_id,session_id,partner_user_id,user_reference,sequence,at,account,currency,amount,", whole[0]);
        Assert.HasCount(1 + (2 * 8), whole);
        Assert.IsTrue(whole.Skip(1).Take(8).All(line => line.StartsWith($"2030-01-01,{one.SellId},{one.Id},", StringComparison.Ordinal)), whole[1]);
        CollectionAssert.AreEqual(whole.Skip(9).ToList(), second.Skip(1).ToList());
        Assert.Contains(two.SellId, second[1]);
    }

    [TestMethod]
    [DataRow("=HYPERLINK(\"http://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"")]
    [DataRow("+1", "'+1")]
    [DataRow("-1", "'-1")]
    [DataRow("@SUM(A1)", "'@SUM(A1)")]
    [DataRow(" =1", "' =1")]
    [DataRow("＝1", "'＝1")]
    [DataRow("x;=1+1;y", "x;'=1+1;y")]
    [DataRow("x; =1;;-2", "x;' =1;;'-2")]
    [DataRow("a,b;c", "\"a,b;c\"")]
    [DataRow("order-1", "order-1")]
    [DataRow("a=b", "a=b")]
    public async Task A_reference_is_no_formula_and_breaks_no_line(string reference, string cell)
    {
        await using var shop = await Shop.OpenAsync();
        await PaidAsync(shop, reference);

        var lines = await LinesAsync(shop, Path);

        Assert.HasCount(9, lines);
        Assert.IsTrue(lines.Skip(1).All(line => line.Contains($",{cell},", StringComparison.Ordinal)), lines[1]);
    }

    [TestMethod]
    public async Task A_spreadsheet_is_told_that_it_is_UTF_8_and_reads_amounts_as_numbers()
    {
        await using var shop = await Shop.OpenAsync();
        await PaidAsync(shop, "Größe 1 €");

        using var answer = await AskAsync(shop, Path, "text/csv");

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        CollectionAssert.AreEqual(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'d' }, bytes[..4]);
        Assert.AreEqual("utf-8", answer.Content.Headers.ContentType!.CharSet);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        Assert.Contains(",Größe 1 €,", text);
        Assert.MatchesRegex(@",(USDC|EUR),-\d+\.\d+,", text);
        Assert.EndsWith("\r\n", text);
    }

    private static async Task<OpenedSession> PaidAsync(Shop shop, string reference) => (await shop.SellToTheEndAsync(reference)).Session;

    private static async Task<string[]> LinesAsync(Shop shop, string path)
    {
        using var answer = await AskAsync(shop, path, "text/csv");
        return (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<HttpResponseMessage> AskAsync(Shop shop, string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", Shop.Token);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await shop.Client.SendAsync(request);
    }
}

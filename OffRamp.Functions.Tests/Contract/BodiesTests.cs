using System.Net;
using System.Net.Sockets;
using System.Text;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>"Malformed JSON: 400. Body over 64 KiB: 413. Wrong content type: 415", on every route that takes a body.</summary>
[TestClass]
public sealed class BodiesTests
{
    private static readonly string[] NotJson =
    [
        "{", "{}}", "{\"a\":1,}", "{'a':1}", "{a:1}", "{\"a\":1}garbage", "// {}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":0x1}",
        "{\"a\":\"\u0001\"}", "{\"a\":\"\\ud800\"}", "{\"\\udc00\":1}", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":2}}", "{\"amount\":1,\"amo\\u0075nt\":2}",
        "\ufeff\ufeff{}", "<a/>", "a=1", "\0", "tru",
        string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200), new string('[', 5000),
    ];

    [TestMethod]
    public async Task What_is_no_JSON_is_refused_everywhere_and_changes_nothing()
    {
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var route in RouteTable.All.Where(route => route.TakesBody))
        {
            foreach (var text in route.Caller == CallerKind.Provider ? NotJson.Where(IsNoJsonAtAll) : NotJson)
            {
                using var answer = await market.CallAsync(route, Market.Json(text), route.Name == "POST /v1/sessions" ? NewKey() : null);
                Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode, $"{route}: {text}");
                await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "invalid_json");
            }
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task What_is_no_object_is_refused_everywhere_and_changes_nothing()
    {
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var route in RouteTable.All.Where(route => route.TakesBody && route.Caller != CallerKind.Provider))
        {
            foreach (var text in new[] { "[]", "[{}]", "\"{}\"", "1", "true", "1e999" })
            {
                using var answer = await market.CallAsync(route, Market.Json(text), key: NewKey());
                await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_type");
            }
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_body_that_is_too_large_or_of_another_type_is_refused_everywhere(bool hasKey)
    {
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var route in RouteTable.All.Where(route => route.TakesBody))
        {
            var key = hasKey || route.Name == "POST /v1/sessions" ? NewKey() : null;
            foreach (var isChunked in new[] { false, true })
            {
                foreach (var size in new[] { 65_537, 300_000 })
                {
                    using var large = await market.CallAsync(
                        route, Market.Json(new string(' ', size)), key, change: request => request.Headers.TransferEncodingChunked = isChunked);
                    Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, large.StatusCode, route.Name);
                    await ProblemBody.ExpectAsync(large, HttpStatusCode.RequestEntityTooLarge, "body_too_large");
                }
            }

            if (route.Caller == CallerKind.Provider)
            {
                continue; // a signed notice that is JSON is always taken
            }

            using var other = await market.CallAsync(route, new StringContent("{}", Encoding.UTF8, "text/plain"), hasKey ? NewKey() : key + "2");
            await ProblemBody.ExpectAsync(other, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task A_body_that_was_announced_and_did_not_arrive_needs_a_length()
    {
        await using var market = await Market.OpenAsync();

        foreach (var route in RouteTable.All.Where(route => route.TakesBody))
        {
            using var answer = await market.CallAsync(
                route, Market.Json(""), NewKey(), change: request => request.Headers.TransferEncodingChunked = true);
            await ProblemBody.ExpectAsync(answer, HttpStatusCode.LengthRequired, "length_required");
        }
    }

    [TestMethod]
    public async Task A_body_that_breaks_off_opens_nothing()
    {
        string[] broken =
        [
            "Content-Length: 50\r\n\r\n{\"type\":\"sell\"", "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}", "Transfer-Encoding: chunked\r\n\r\n50\r\n{\"type\"",
        ];
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();

        // Side by side: the server waits a little for the rest before it hangs up.
        var answers = await Task.WhenAll(broken.Select(rest => SendRawAsync(
            market.Shop.Client.BaseAddress!,
            $"POST /widget/session HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Shop.Token}\r\nContent-Type: application/json\r\n{rest}")));

        foreach (var answer in answers)
        {
            Assert.IsTrue(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task No_body_and_null_are_enough_where_nothing_has_to_be_said()
    {
        await using var market = await Market.OpenAsync();

        foreach (var content in new[] { null, Market.Json("null"), new StringContent("", Encoding.UTF8, "application/x-www-form-urlencoded") })
        {
            using var renewed = await market.CallAsync(RouteTable.Get("POST /v1/sessions/{id}/client_secret"), content);
            Assert.AreEqual(HttpStatusCode.OK, renewed.StatusCode);
        }
    }

    // Names that come twice, or a half of a pair, are JSON all the same; its meaning is what is missing.
    private static bool IsNoJsonAtAll(string text) =>
        !text.Contains("\\u", StringComparison.Ordinal) && !text.Contains(",\"", StringComparison.Ordinal) && !text.StartsWith("{\"a\":{\"a\"", StringComparison.Ordinal);

    private static string NewKey() => Guid.NewGuid().ToString();

    private static async Task<string> SendRawAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        try
        {
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return ""; // hung up
        }
    }
}

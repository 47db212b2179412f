using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>HTTP functions of the sample app, through the local host as through Microsoft's.</summary>
[TestClass]
public sealed class HttpTests
{
    private static SampleHost host = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => host = await SampleHost.SharedAsync();

    [TestMethod]
    public async Task A_request_arrives_as_it_was_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo/a%20b?x=1&y=%2F") { Content = new StringContent("four") };

        using var answer = await host.Client.SendAsync(request);

        var echo = await ReadAsync(answer);
        Assert.AreEqual(("POST", "/echo/a b", "?x=1&y=%2F", "a b", 4), (
            echo.GetProperty("method").GetString(), echo.GetProperty("path").GetString(), echo.GetProperty("query").GetString(),
            echo.GetProperty("name").GetString(), echo.GetProperty("length").GetInt32()));
    }

    [TestMethod]
    [DataRow("iso-8859-1")]
    [DataRow("utf-8")]
    public async Task The_bytes_of_a_header_reach_the_app_as_they_are(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        var answer = await RawHttp.GetAsync(new Uri(host.Host.BaseUri, "/echo"), encoding, "User-Agent: M\u00fcller-Shop/1.0", "Cookie: name=Jos\u00e9");

        var echo = JsonElement.Parse(answer[answer.IndexOf('{')..(answer.LastIndexOf('}') + 1)]);
        Assert.AreEqual(RawHttp.Bytes("M\u00fcller-Shop/1.0", encoding), Header(echo, "user-agent"));
        Assert.AreEqual(RawHttp.Bytes("name=Jos\u00e9", encoding), Header(echo, "cookie"));
    }

    [TestMethod]
    public async Task And_those_of_an_answer_its_caller()
    {
        var answer = await RawHttp.GetAsync(new Uri(host.Host.BaseUri, "/redirect"), Encoding.Latin1);

        Assert.Contains("X-Said: Gr\u00fc\u00dfe\r\n", answer);
    }

    [TestMethod]
    public async Task A_question_about_the_server_itself_is_answered_at_once()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Host.BaseUri.Host, host.Host.BaseUri.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.Latin1.GetBytes("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 404 ", await reader.ReadLineAsync());
    }

    [TestMethod]
    public async Task A_large_body_arrives_whole_and_a_larger_one_is_refused()
    {
        using var large = await host.Client.PostAsync(new Uri("/echo", UriKind.Relative), new ByteArrayContent(new byte[29_000_000]));

        Assert.AreEqual(29_000_000, (await ReadAsync(large)).GetProperty("length").GetInt32());
    }

    [TestMethod]
    public async Task What_a_caller_says_of_its_address_does_not_reach_the_app()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo");
        foreach (var name in new[] { "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Original-For" })
        {
            request.Headers.TryAddWithoutValidation(name, "198.51.100.7");
        }

        using var answer = await host.Client.SendAsync(request);

        var echo = await ReadAsync(answer);
        Assert.AreEqual(host.Host.BaseUri.Authority, Header(echo, "host")); // what the host says of the caller, the worker has taken in
        Assert.DoesNotContain("198.51.100.7", echo.GetRawText());
        Assert.AreEqual(36, Header(echo, "x-ms-invocation-id").Length);
    }

    [TestMethod]
    public async Task Redirects_and_cookies_are_the_caller_s_to_see()
    {
        using var answer = await host.GetAsync("/redirect");

        Assert.AreEqual((HttpStatusCode.Redirect, "/echo"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.HasCount(2, answer.Headers.GetValues("Set-Cookie"));
    }

    [TestMethod]
    public async Task An_answer_is_streamed_while_it_is_written()
    {
        using var answer = await host.Client.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();

        using var seen = await host.PostAsync("/stream-seen");

        Assert.AreEqual("data: first", first);
        Assert.Contains("data: second", await reader.ReadToEndAsync());
    }

    [TestMethod]
    [DataRow("GET", "/things/special", "B")]
    [DataRow("POST", "/things/special", "Z")]
    public async Task The_first_by_name_whose_template_and_method_fit_takes_the_request(string method, string path, string expected)
    {
        using var answer = await host.Client.SendAsync(new(new(method), path));

        Assert.AreEqual(expected, (await answer.Content.ReadAsStringAsync()).Trim('"'));
    }

    [TestMethod]
    [DataRow("DELETE", "/things/special")]
    [DataRow("GET", "/nowhere")]
    [DataRow("GET", "/off")]
    [DataRow("OPTIONS", "/echo")]
    public async Task What_no_function_takes_is_a_404_of_the_host_in_the_contract_s_shape(string method, string path)
    {
        using var answer = await host.Client.SendAsync(new(new(method), path));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    [TestMethod]
    [DataRow("PROPFIND")]
    [DataRow("OPTIONS")]
    [DataRow("GET")]
    public async Task A_catch_all_without_methods_takes_every_one(string method)
    {
        using var answer = await host.Client.SendAsync(new(new(method), "/caught/a%2Fb/c"));

        Assert.Contains("a%2Fb/c", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task A_function_that_throws_is_a_500_in_the_contract_s_shape()
    {
        using var answer = await host.GetAsync("/throw");

        Assert.AreEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    private static string Header(JsonElement echo, string name) => echo.GetProperty("headers").GetProperty(name).GetString()!;

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}

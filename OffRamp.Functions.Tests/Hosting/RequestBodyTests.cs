using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class RequestBodyTests
{
    [TestMethod]
    [DataRow("{\"name\":\"a\"}", "application/json")]
    [DataRow("{\"name\":\"a\", \"unknown\": [1, {}]}", "application/json; charset=utf-8")]
    [DataRow("{\"name\":\"\\u0041\"}", "application/vnd.example+json")]
    public async Task A_JSON_object_is_read(string body, string type)
    {
        using var answer = await PostAsync(Content(body, type));

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("{\"name\":\"a\",}")]
    [DataRow("{\"name\":\"a\"} x")]
    [DataRow("{\"name\":\"a\",\"name\":\"b\"}")]
    [DataRow("{\"name\":\"a\",\"n\\u0061me\":\"b\"}")]
    [DataRow("{\"inner\":{\"a\":1,\"a\":1}}")]
    [DataRow("{\"name\":\"\\ud800\"}")]
    [DataRow("{\"\\udc00\":1}")]
    [DataRow("{\"name\":NaN}")]
    [DataRow("// comment\n{}")]
    public async Task Malformed_JSON_is_invalid(string body)
    {
        using var answer = await PostAsync(Content(body, "application/json"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "invalid_json");
    }

    [TestMethod]
    public async Task Bytes_that_are_no_text_are_invalid()
    {
        var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, .. "\"}"u8]) { Headers = { ContentType = new("application/json") } };

        using var answer = await PostAsync(content);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.BadRequest, "invalid_json");
    }

    [TestMethod]
    [DataRow(32, HttpStatusCode.OK)]
    [DataRow(33, HttpStatusCode.BadRequest)]
    public async Task Nesting_has_a_limit(int depth, HttpStatusCode expected)
    {
        var nested = new string('[', depth - 1) + new string(']', depth - 1);

        using var answer = await PostAsync(Content($"{{\"name\":\"a\",\"deep\":{nested}}}", "application/json"));

        Assert.AreEqual(expected, answer.StatusCode);
    }

    [TestMethod]
    [DataRow("text/plain")]
    [DataRow("application/x-www-form-urlencoded")]
    [DataRow("application/json; charset=latin1")]
    [DataRow(null)]
    public async Task Another_media_type_is_refused(string? type)
    {
        var content = new ByteArrayContent("{\"name\":\"a\"}"u8.ToArray());
        if (type is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var answer = await PostAsync(content);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [TestMethod]
    [DataRow("gzip")]
    [DataRow("br")]
    [DataRow("identity, gzip")]
    public async Task A_compressed_body_is_refused_as_such(string coding)
    {
        var content = Content("{\"name\":\"a\"}", "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        using var answer = await PostAsync(content);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [TestMethod]
    public async Task A_body_that_says_it_is_not_compressed_is_read()
    {
        var content = Content("{\"name\":\"a\"}", "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", "identity");

        using var answer = await PostAsync(content);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_body_over_64_KiB_is_too_large_with_or_without_a_length(bool chunked)
    {
        using var answer = await PostAsync(Content(Padded(64 * 1024 + 1), "application/json"), chunked);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_body_of_64_KiB_is_read_with_or_without_a_length(bool chunked)
    {
        using var answer = await PostAsync(Content(Padded(64 * 1024), "application/json"), chunked);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [TestMethod]
    public async Task A_chunked_body_that_arrives_empty_needs_a_length()
    {
        using var answer = await PostAsync(Content("", "application/json"), chunked: true);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.LengthRequired, "length_required");
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("\"text\"")]
    [DataRow("null")]
    public async Task A_body_that_is_no_object_is_mistyped(string body)
    {
        using var answer = await PostAsync(Content(body, "application/json"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "invalid_type");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpContent content, bool chunked = false)
    {
        await using var app = await TestHost.StartAsync<Things>();
        var request = new HttpRequestMessage(HttpMethod.Post, "/things") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        var answer = await app.Client.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    private static ByteArrayContent Content(string body, string type) =>
        new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static string Padded(int length)
    {
        const string frame = "{\"name\":\"a\",\"pad\":\"\"}";
        return frame.Insert(frame.Length - 2, new string('x', length - frame.Length));
    }

    private sealed class Things
    {
        [Function("MakeThing"), ForAnyone]
        public static async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things")] HttpRequest request)
        {
            var fields = await RequestBody.ReadAsync(request.HttpContext);
            fields.Text("name", required: true);
            fields.ThrowIfInvalid();
            return Results.Ok();
        }
    }
}

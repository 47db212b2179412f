using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OffRamp.Functions.Tests.LocalHost;

[TestClass]
public sealed class HttpProxyTests
{
    [TestMethod]
    public async Task A_request_arrives_as_it_was_sent()
    {
        string? target = null, seen = null, body = null;
        await using var world = await WorldAsync(async context =>
        {
            target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            seen = $"{context.Request.Method} {context.Request.Host} {context.Request.Headers["X-Own"]} {context.Request.ContentType} {context.Request.Headers["X-Azure-Functions-HostVersion"]}";
            body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            Assert.IsTrue(Guid.TryParse(context.Request.Headers["X-Azure-Functions-InvocationId"], out _));
        });

        await RawAsync(world, "PATCH /v1/a%2Fb/../c?x=1&x=2&y=%20 HTTP/1.1\r\nHost: shop.example\r\nX-Own: yes\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");

        Assert.AreEqual("/v1/a%2Fb/../c?x=1&x=2&y=%20", target);
        Assert.AreEqual("PATCH shop.example yes application/json 4.1037.0.0", seen);
        Assert.AreEqual("{}", body);
    }

    [TestMethod]
    public async Task A_chunked_body_arrives_whole()
    {
        string? body = null;
        await using var world = await WorldAsync(async context => body = await new StreamReader(context.Request.Body).ReadToEndAsync());

        await RawAsync(world, "POST /v1/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");

        Assert.AreEqual("hello world", body);
    }

    [TestMethod]
    public async Task An_answer_goes_back_as_it_is()
    {
        await using var world = await WorldAsync(async context =>
        {
            context.Response.StatusCode = 418;
            context.Response.Headers["X-Own"] = new(["a", "b"]);
            context.Response.Headers.Location = "/elsewhere";
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("short and stout");
        });

        using var answer = await world.Http.GetAsync(new Uri(world.Host.BaseUri, "v1/x"));

        Assert.AreEqual(418, (int)answer.StatusCode);
        CollectionAssert.AreEqual(new[] { "a", "b" }, answer.Headers.GetValues("X-Own").ToArray());
        Assert.AreEqual("/elsewhere", answer.Headers.Location!.OriginalString);
        Assert.AreEqual("short and stout", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task An_answer_streams_while_it_is_written()
    {
        var readFirst = new TaskCompletionSource();
        await using var world = await WorldAsync(async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await readFirst.Task;
            await context.Response.WriteAsync("second");
        });

        using var answer = await world.Http.GetAsync(new Uri(world.Host.BaseUri, "v1/x"), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var first = new byte[5];
        await stream.ReadExactlyAsync(first);
        readFirst.SetResult();
        var rest = await new StreamReader(stream).ReadToEndAsync();

        Assert.AreEqual("first", Encoding.ASCII.GetString(first));
        Assert.AreEqual("second", rest);
    }

    [TestMethod]
    [DataRow("/runtime/other", 404)]
    [DataRow("/admin/host/status", 404)]
    [DataRow("/local/nothing", 404)]
    [DataRow("/v1/anything", 200)]
    [DataRow("/anything", 200)]
    [DataRow("/", 200)]
    public async Task The_hosts_own_addresses_never_reach_the_app(string path, int expected)
    {
        var reached = false;
        await using var world = await WorldAsync(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        });

        using var answer = await world.Http.GetAsync(new Uri(world.Host.BaseUri, path));

        Assert.AreEqual(expected, (int)answer.StatusCode);
        Assert.AreEqual(expected == 200 && path != "/", reached);
    }

    [TestMethod]
    public async Task A_handler_that_breaks_off_is_a_502()
    {
        await using var world = await WorldAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        using var answer = await world.Http.GetAsync(new Uri(world.Host.BaseUri, "v1/x"));

        Assert.AreEqual(HttpStatusCode.BadGateway, answer.StatusCode);
    }

    private static Task<HubWorld> WorldAsync(Func<HttpContext, Task> onHttp) => HubWorld.StartAsync(app: app =>
    {
        app.WithHttp("PartnerApi", "v1/{*p}").WithHttp("Everything", "{*p}");
        app.OnHttp = onHttp;
    });

    private static async Task<string> RawAsync(HubWorld world, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, world.Host.BaseUri.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        return await new StreamReader(stream).ReadToEndAsync();
    }
}

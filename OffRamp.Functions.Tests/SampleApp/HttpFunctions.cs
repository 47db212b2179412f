using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace SampleApp;

/// <summary>What a caller of HTTP functions may meet.</summary>
public static class HttpFunctions
{
    /// <summary>What reached the app: method, path, route values, headers and the body's length.</summary>
    [Function("Echo")]
    public static async Task<IActionResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "echo/{name?}")] HttpRequest request, string? name)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return new JsonResult(new
        {
            method = request.Method,
            path = request.Path.Value,
            query = request.QueryString.Value,
            name,
            length = body.Length,
            headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
        });
    }

    [Function("Stream")]
    public static async Task Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        response.ContentType = "text/event-stream";
        await response.WriteAsync("data: first\n\n");
        await response.Body.FlushAsync();
        // Goes on once the reader has seen the first: it says so by another request.
        await Seen.Task.WaitAsync(request.HttpContext.RequestAborted);
        await response.WriteAsync("data: second\n\n");
    }

    private static readonly TaskCompletionSource Seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Function("StreamSeen")]
    public static IActionResult StreamSeen([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stream-seen")] HttpRequest request)
    {
        Seen.TrySetResult();
        return new NoContentResult();
    }

    [Function("Redirect")]
    public static IActionResult Redirect([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "redirect")] HttpRequest request)
    {
        request.HttpContext.Response.Cookies.Append("one", "1");
        request.HttpContext.Response.Cookies.Append("two", "2");
        request.HttpContext.Response.Headers["X-Said"] = "Gr\u00fc\u00dfe";
        return new RedirectResult("/echo");
    }

    [Function("Throw")]
    public static IActionResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) =>
        throw new InvalidOperationException("as asked");

    [Function("Hang")]
    public static Task<IActionResult> Hang([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hang")] HttpRequest request) =>
        new TaskCompletionSource<IActionResult>().Task;

    [Function("Die")]
    public static IActionResult Die([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "die")] HttpRequest request)
    {
        Environment.Exit(7);
        return new OkResult();
    }

    [Function("Ready")]
    public static IActionResult Ready([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request) => new OkResult();

    [Function("ProcessId")]
    public static IActionResult ProcessId([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pid")] HttpRequest request) =>
        new OkObjectResult(Environment.ProcessId);

    // Names decide which of these takes a request: B before Z, though Z's template is the closer one.
    [Function("B_Thing")]
    public static IActionResult Thing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request) => new OkObjectResult("B");

    [Function("Z_Special")]
    public static IActionResult Special([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "things/special")] HttpRequest request) => new OkObjectResult("Z");

    [Function("Off")]
    public static IActionResult Off([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "off")] HttpRequest request) => new OkObjectResult("on");

    [Function("ZZ_CatchAll")]
    public static IActionResult CatchAll([HttpTrigger(AuthorizationLevel.Anonymous, Route = "caught/{*path}")] HttpRequest request, string? path) =>
        new OkObjectResult(JsonSerializer.Serialize(new { request.Method, path = request.HttpContext.GetRouteValue("path") }));

    private static object? GetRouteValue(this HttpContext context, string name) => context.Request.RouteValues[name];
}

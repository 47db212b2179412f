using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>
/// A custom handler in the test's own process: orchestrators run on the project's worker, activities, timers and HTTP
/// are what the test says. With it comes the app folder that a host would read.
/// </summary>
internal sealed class FakeApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly OrchestrationRunner _runner;

    private FakeApp(DurableTaskRegistry registry, WebApplication app)
    {
        (_app, _runner) = (app, new OrchestrationRunner(registry));
        app.Run(HandleAsync);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("fake-app-").FullName;

    public Uri Address { get; private set; } = null!;

    /// <summary>Orchestrator requests, in the order they came.</summary>
    public ConcurrentQueue<OrchestratorRequest> Turns { get; } = new();

    /// <summary>Bodies of activity and timer invocations, as "name body".</summary>
    public ConcurrentQueue<(string Function, JsonElement Body)> Invocations { get; } = new();

    /// <summary>In place of running the orchestrator.</summary>
    public Func<OrchestratorRequest, IResult?> OnTurn { get; set; } = _ => null;

    /// <summary>Answers activities and timers, by function name.</summary>
    public ConcurrentDictionary<string, Func<string, Task<IResult>>> Functions { get; } = new();

    /// <summary>Answers proxied requests.</summary>
    public Func<HttpContext, Task> OnHttp { get; set; } = context => context.Response.WriteAsync("app");

    public static async Task<FakeApp> StartAsync(DurableTaskRegistry? registry = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = new FakeApp(registry ?? new DurableTaskRegistry(), builder.Build());
        await app._app.StartAsync();
        app.Address = new Uri(app._app.Urls.Single());
        await File.WriteAllTextAsync(Path.Combine(app.Folder, "host.json"), """
            { "version": "2.0", "functionTimeout": "00:05:00",
              "customHandler": { "description": { "defaultExecutablePath": "none" }, "enableProxyingHttpRequest": true },
              "extensions": { "http": { "routePrefix": "" }, "durableTask": { "hubName": "TestHub" } } }
            """);
        foreach (var name in registry?.OrchestratorNames ?? []) app.Declare(name, """{ "type": "orchestrationTrigger", "direction": "in", "name": "context" }""");
        return app;
    }

    /// <summary>Adds an activity; it takes and gives JSON text.</summary>
    public FakeApp WithActivity(string name, Func<string, Task<string>> run)
    {
        Declare(name, """{ "type": "activityTrigger", "direction": "in", "name": "input" }""");
        Functions[name] = async input => Results.Json(new { ReturnValue = await run(input) });
        return this;
    }

    public FakeApp WithTimer(string name, string schedule, Func<Task>? run = null)
    {
        Declare(name, $$"""{ "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "{{schedule}}" }""");
        Functions[name] = async _ =>
        {
            await (run?.Invoke() ?? Task.CompletedTask);
            return Results.Json(new { });
        };
        return this;
    }

    public FakeApp WithHttp(string name, string route)
    {
        Declare(name, $$"""{ "type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "anonymous", "route": "{{route}}" }, { "type": "http", "direction": "out", "name": "res" }""");
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Declare(string name, string bindings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "function.json"), $$"""{ "bindings": [ {{bindings}} ] }""");
    }

    private async Task HandleAsync(HttpContext context)
    {
        var name = context.Request.Path.Value!.TrimStart('/');
        var isInvocation = context.Request.Headers.UserAgent.ToString().StartsWith("Azure-Functions-Host/", StringComparison.Ordinal);
        if (!isInvocation)
        {
            await OnHttp(context);
            return;
        }
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        var data = body.GetProperty("Data").EnumerateObject().Single().Value;
        if (Functions.TryGetValue(name, out var function))
        {
            Invocations.Enqueue((name, body));
            var text = data.ValueKind != JsonValueKind.String ? data.GetRawText()
                : data.GetString() is "null" ? "null" : JsonSerializer.Deserialize<string>(data.GetString()!)!;
            await (await function(text)).ExecuteAsync(context);
            return;
        }
        var base64 = JsonSerializer.Deserialize<string>(data.GetString()!)!;
        var request = OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(base64));
        Turns.Enqueue(request);
        var answer = OnTurn(request) ?? Results.Json(new { ReturnValue = _runner.Run(base64).Response });
        await answer.ExecuteAsync(context);
    }
}

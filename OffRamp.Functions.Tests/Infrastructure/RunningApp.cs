using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Tests.OpenApi;
using OffRamp.LocalHost.FunctionsHost;
using Yarp.ReverseProxy.Forwarder;
using Routing = OffRamp.LocalHost.FunctionsHost.HttpFunctions;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>
/// An app in the in-process worker, what a host has before it (routes, forwarding, calls) without any Durable engine, and a
/// client for it that follows nothing and remembers nothing.
/// </summary>
internal sealed class RunningApp : IAsyncDisposable
{
    // Binds as the Durable extension's would, and leads nowhere: tests put their own orchestrations in its place.
    private const string DurableClient = """{"taskHubName":"tests","connectionName":"none","rpcBaseUrl":"http://127.0.0.1:1/","requiredQueryStringParameters":""}""";

    private readonly WebApplication front;
    private readonly ServedApp? app;
    private readonly FunctionInvoker? invoker;
    private readonly IReadOnlyList<FunctionDefinition> functions = [];

    private RunningApp(WebApplication front) => (this.front, Client) = (front, Connect(AddressOf(front), isHeldToDocument: false));

    private RunningApp(WebApplication front, ServedApp app, FunctionInvoker invoker, IReadOnlyList<FunctionDefinition> functions)
    {
        (this.front, this.app, this.invoker, this.functions) = (front, app, invoker, functions);
        Client = Connect(AddressOf(front), isHeldToDocument: true);
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => app?.Services ?? front.Services;

    /// <summary>The whole app; each of its answers is held against the OpenAPI document.</summary>
    public static async Task<RunningApp> StartAsync(Functions.Hosting.Configuration.Settings settings, Action<IServiceCollection>? replace = null)
    {
        var app = await InProcessWorker.ServeAsync(settings, replace);
        var front = CreateFront();
        IReadOnlyList<FunctionDefinition> functions = [.. app.Channel.Functions.Select(FunctionDefinition.Read)];
        var forwarding = new HttpForwarding(front.Services.GetRequiredService<IHttpForwarder>());
        var invoker = new FunctionInvoker(functions, app.Worker, forwarding, null) { Note = app.Note };
        var routes = new Routing(functions, "");
        front.MapFallback("/{**path}", context => AnswerAsync(context, routes, invoker));
        await front.StartAsync();
        return new(front, app, invoker, functions);
    }

    /// <summary>An app of a test's own.</summary>
    public static async Task<RunningApp> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Has a function run that is not HTTP, as the host would.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="input">What its trigger holds: of an activity, JSON.</param>
    /// <returns>JSON.</returns>
    public async Task<string?> CallAsync(string function, string input)
    {
        object?[] arguments = [.. functions.Single(known => known.Name == function).Parameters.Select(parameter => parameter.Kind switch
        {
            BindingKind.DurableClient => DurableClient,
            BindingKind.InstanceId => "an-instance",
            _ => input,
        })];
        return (await invoker!.InvokeAsync(function, arguments))?.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await front.StopAsync();
        await front.DisposeAsync();
        app?.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, Routing routes, FunctionInvoker invoker)
    {
        if (routes.Find(context.Request) is not { } found)
        {
            await HostProblem.NotFound.ExecuteAsync(context);
            return;
        }
        context.Request.RouteValues = found.Values;
        try
        {
            await invoker.InvokeAsync(
                found.Function.Name,
                [.. found.Function.Parameters.Select(parameter => parameter.Kind == BindingKind.DurableClient ? (object)DurableClient : context)]);
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            await HostProblem.NoAnswer.ExecuteAsync(context);
        }
        catch (Exception)
        {
            // The caller is gone.
        }
    }

    private static WebApplication CreateFront()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = nameof(LocalHost) });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddHttpForwarder();
        return builder.Build();
    }

    private static HttpClient Connect(Uri address, bool isHeldToDocument)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        return new(isHeldToDocument ? new HeldToDocument(handler) : handler) { BaseAddress = address };
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}

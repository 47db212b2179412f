using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Hosting;
using OffRamp.LocalHost.FunctionsHost.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// A small Azure Functions host: the WebJobs SDK and the Durable extension that Azure loads too, around one isolated worker.
/// It starts the worker, turns what it tells of itself into functions, passes calls and HTTP on to it, serves the
/// extension's management API, and runs timers by a clock that can be moved. Its port opens when everything is ready.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private const string Section = "AzureFunctionsJobHost";
    private const long LargestBody = 30_000_000;

    // With the worker's own, it must end well within the 10 s that a host has, also when storage is gone.
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan LongestDisposal = TimeSpan.FromSeconds(1);

    private readonly FunctionsHostOptions options;
    private readonly HostSettings settings;
    private readonly FunctionRpcServer? server;
    private readonly WebApplication front;
    private readonly HttpForwarding forwarding;
    private readonly ExtensionWebhooks webhooks;
    private readonly Type functionsType;

    private FunctionsHost(FunctionsHostOptions options, HostSettings settings, FunctionRpcServer? server, IWorkers workers, IReadOnlyList<FunctionDefinition> functions)
    {
        (this.options, this.settings, this.server, Workers) = (options, settings, server, workers);
        BaseUri = new Uri($"http://127.0.0.1:{FreePort.Or(options.Port)}");
        var type = functionsType = FunctionTypes.Generate(functions);
        webhooks = new ExtensionWebhooks(BaseUri, options.SystemKey);
        front = Build(type);
        forwarding = new HttpForwarding(front.Services.GetRequiredService<IHttpForwarder>());
        FunctionTypes.Attach(type, new FunctionInvoker(functions, workers, forwarding, options.FunctionTimeout ?? settings.FunctionTimeout) { Note = options.Note, BeforeCall = options.BeforeCall, AfterCall = options.AfterCall });
        Timers = new TimerSchedules(options.Clock, functions.Where(function => function.Timer is not null).Select(ScheduleOf), (name, call) => RunTimerAsync(type, name, call), options.TimerStatusFile);
        Map(type, new HttpFunctions(functions, settings.RoutePrefix));
    }

    /// <summary>Where it listens. Known before it does: the extensions hand out addresses of their own below it.</summary>
    public Uri BaseUri { get; }

    public IWorkers Workers { get; }

    public TimerSchedules Timers { get; }

    public OpenRequests OpenRequests { get; } = new();

    public IServiceProvider Services => front.Services;

    /// <exception cref="HostFailure">The app folder, the worker or the port is not as it has to be; one line says why.</exception>
    /// <exception cref="OperationCanceledException">It was to stop before it had started; nothing of it is left.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken stopping = default)
    {
        // The Durable extension speaks gRPC to a worker only where it finds this in the host's own environment.
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        // With this it takes itself for Azure's Linux Consumption plan, and writes its telemetry to the console.
        Environment.SetEnvironmentVariable("CONTAINER_NAME", null);
        var settings = new HostSettings(options.AppFolder);
        var server = options.Worker is null ? await FunctionRpcServer.StartAsync() : null;
        var workers = options.Worker
            ?? new Workers(options, settings, server!, new LineLog(options.OnError ?? (_ => { })).CreateLogger("worker"), log => Tell(options, log));
        FunctionsHost? host = null;
        try
        {
            var channel = await workers.StartAsync().WaitAsync(stopping);
            var functions = channel.Functions.Where(function => !IsDisabled(options, function.Name)).Select(FunctionDefinition.Read).ToList();
            host = new FunctionsHost(options, settings, server, workers, functions);
            options.BeforeListening?.Invoke(host);
            await host.ListenAsync();
            return host;
        }
        catch
        {
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
            await workers.DisposeAsync();
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Timers.Dispose();
        await WithinAsync(LongestGoodbye, () => front.StopAsync());
        await Workers.DisposeAsync();
        await WithinAsync(LongestDisposal, () => front.DisposeAsync().AsTask());
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        forwarding.Dispose();
    }

    /// <summary>A storage that does not answer must not keep the host from ending; the extension waits for it without giving its thread back.</summary>
    private static async Task WithinAsync(TimeSpan limit, Func<Task> end) => await Task.WhenAny(Task.Run(end), Task.Delay(limit));

    private async Task ListenAsync()
    {
        try
        {
            await front.StartAsync();
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new HostFailure($"Port {options.Port} is in use.", problem);
        }
        Timers.Start();
    }

    private WebApplication Build(Type functions)
    {
        // Not the working directory: it would be watched for settings, with everything that the store and others write below it.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = nameof(LocalHost),
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning);
        if (options.OnError is { } sink)
        {
            builder.Logging.AddProvider(new LineLog(sink));
        }
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(IPAddress.Loopback, BaseUri.Port);
        });
        builder.Configuration.AddInMemoryCollection(settings.Under(Section));
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsConfigurationSection", (string?)Section)]);
        // After host.json: AzureFunctionsJobHost__… settings override it.
        builder.Configuration.AddInMemoryCollection(options.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<ITypeLocator>(new OneType(functions));
        webhooks.AddTo(builder.Services);
        foreach (var provider in options.DurabilityProviders)
        {
            builder.Services.AddSingleton(provider);
        }
        builder.Services.AddHostTelemetry(options.Settings);
        builder.Services.AddHttpForwarder();
        builder.Services.AddWebJobs(_ => { }).AddDurableTask();
        builder.Services.AddSingleton<IHostedService, JobHostService>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestGoodbye);
        return builder.Build();
    }

    private void Map(Type type, HttpFunctions http)
    {
        var jobs = (JobHost)front.Services.GetRequiredService<IJobHost>();
        front.Use((context, next) => OpenRequests.CountAsync(context, () => next(context)));
        front.UseRouting();
        options.OwnRoutes?.Invoke(front);
        front.Map("/runtime/webhooks/{extension}/{**rest}", (HttpContext context, string extension) => webhooks.AnswerAsync(context, extension));
        front.MapFallback("/{**path}", context => http.Find(context.Request) is { } found
            ? RunHttpAsync(jobs, type, found.Function, found.Values, context)
            : HostProblem.NotFound.ExecuteAsync(context));
    }

    private static async Task RunHttpAsync(JobHost jobs, Type type, FunctionDefinition function, RouteValueDictionary values, HttpContext context)
    {
        context.Request.RouteValues = values;
        HostTelemetry.Name(context, function.Name);
        try
        {
            await jobs.CallAsync(type.GetMethod(function.Name)!, new Dictionary<string, object> { [function.Http!.Name] = context });
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await (e.InnerException is FunctionTimedOutException ? HostProblem.TimedOut : HostProblem.NoAnswer).ExecuteAsync(context);
        }
        catch (Exception)
        {
            // The caller is gone.
        }
    }

    /// <summary>Has a timer function run now, besides its schedule.</summary>
    public Task RunNowAsync(string timerFunction) =>
        RunTimerAsync(functionsType, timerFunction, new TimerCall(null, options.Clock.GetUtcNow(), IsPastDue: false));

    private async Task RunTimerAsync(Type type, string name, TimerCall call)
    {
        var jobs = (JobHost)front.Services.GetRequiredService<IJobHost>();
        var method = type.GetMethod(name)!;
        try
        {
            await jobs.CallAsync(method, new Dictionary<string, object> { [method.GetParameters()[0].Name!] = call });
        }
        catch (Exception e)
        {
            options.OnError?.Invoke($"error [timers] {name}: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private (string Name, string Schedule, bool AtStart) ScheduleOf(FunctionDefinition function) =>
        (function.Name, SettingReferences.Resolve(function.Timer!.Text("schedule") ?? "", function.Name, options.Settings), function.Timer.Flag("runOnStartup") ?? false);

    private static bool IsDisabled(FunctionsHostOptions options, string function) =>
        options.Settings.FirstOrDefault(setting => setting.Key.Replace("__", ".", StringComparison.Ordinal).Equals($"AzureWebJobs.{function}.Disabled", StringComparison.OrdinalIgnoreCase)).Value
            is { } text && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static void Tell(FunctionsHostOptions options, RpcLog log)
    {
        var sink = log.Level >= RpcLog.Types.Level.Warning ? options.OnError : options.OnOutput;
        if (log.Level >= RpcLog.Types.Level.Information)
        {
            sink?.Invoke($"{log.Level.ToString().ToLowerInvariant()} [{log.Category}] {log.Message} {log.Exception?.Message}".TrimEnd());
        }
    }

    private sealed class OneType(Type functions) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [functions];
    }
}

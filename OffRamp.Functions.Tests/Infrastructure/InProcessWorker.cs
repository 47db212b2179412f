using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>
/// The app's worker in the test process: Microsoft's, with its gRPC channel and its HTTP server. There can be one in a
/// process, so all tests share it; each call says by a <see cref="CallNote"/> whose app it is for, and runs on the parts of that.
/// </summary>
internal static class InProcessWorker
{
    private const string NoteName = "testApp";

    private static readonly Lazy<Task<WorkerChannel>> Channel = new(StartAsync);
    private static readonly ConcurrentDictionary<string, IServiceProvider> Apps = new();
    private static int count;

    /// <summary>One more app on it: put together as in the product, with settings and parts of a test's own, and started.</summary>
    public static async Task<ServedApp> ServeAsync(Functions.Hosting.Configuration.Settings settings, Action<IServiceCollection>? replace = null)
    {
        var channel = await Channel.Value;
        var app = Build(settings, replace);
        foreach (var own in app.Services.GetServices<IHostedService>())
        {
            await own.StartAsync(CancellationToken.None);
        }
        var name = $"app-{Interlocked.Increment(ref count)}";
        Apps[name] = app.Services;
        return new(app, channel, new CallNote(NoteName, name));
    }

    public static void Forget(CallNote note) => Apps.TryRemove(note.Text, out _);

    private static IHost Build(Functions.Hosting.Configuration.Settings settings, Action<IServiceCollection>? replace)
    {
        var builder = CreateBuilder();
        builder.AddOffRamp(settings);
        foreach (var console in builder.Services.Where(service => service.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
        {
            builder.Services.Remove(console);
        }
        replace?.Invoke(builder.Services);
        Remove(builder.Services, service => !IsOfTheApp(service)); // the worker's own: there is one already
        return builder.Build();
    }

    // Before anything else: the worker's own start-up code is found through the entry assembly, and files are watched for nothing.
    [ModuleInitializer]
    internal static void Prepare()
    {
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", LocalHost.WholeAppTests.AppFolder);
    }

    private static FunctionsApplicationBuilder CreateBuilder()
    {
        Assembly.SetEntryAssembly(typeof(AppBuilder).Assembly);
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<AppOfTheCall>();
        return builder;
    }

    private static async Task<WorkerChannel> StartAsync()
    {
        var server = await FunctionRpcServer.StartAsync();
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), _ => { });
        server.Expect(channel);
        var builder = CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Functions:Worker:HostEndpoint"] = server.Address.AbsoluteUri,
            ["Functions:Worker:WorkerId"] = channel.Id,
            ["Functions:Worker:RequestId"] = Guid.NewGuid().ToString(),
            ["Functions:Worker:GrpcMaxMessageLength"] = int.MaxValue.ToString(),
        });
        builder.AddOffRamp(TestSettings.Local());
        builder.Logging.ClearProviders();
        Remove(builder.Services, IsOfTheApp); // it has no tables of its own
        await builder.Build().StartAsync();
        await channel.PrepareAsync(LocalHost.WholeAppTests.AppFolder);
        return channel;
    }

    private static void Remove(IServiceCollection services, Func<ServiceDescriptor, bool> isUnwanted)
    {
        foreach (var unwanted in services.Where(service => service.ServiceType == typeof(IHostedService) && isUnwanted(service)).ToList())
        {
            services.Remove(unwanted);
        }
    }

    private static bool IsOfTheApp(ServiceDescriptor service) => service.ImplementationType?.Assembly == typeof(AppBuilder).Assembly
        || service.ImplementationType?.Namespace?.StartsWith("OpenTelemetry", StringComparison.Ordinal) == true;

    /// <summary>Outermost: gives the call the parts of its app.</summary>
    private sealed class AppOfTheCall : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var name = context.BindingContext.BindingData[NoteName]!.ToString()!.Trim('"');
            await using var scope = Apps[name].CreateAsyncScope();
            var workers = context.InstanceServices;
            context.InstanceServices = scope.ServiceProvider;
            if (context.GetHttpContext() is { } http)
            {
                http.RequestServices = scope.ServiceProvider;
            }
            try
            {
                await next(context);
            }
            finally
            {
                context.InstanceServices = workers;
            }
        }
    }
}

using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>A table service that answers each try as it is told, for what a real one does rarely.</summary>
internal sealed class FakeTableService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Func<HttpContext, int, Task> answer;
    private int tries;

    private FakeTableService(Func<HttpContext, int, Task> answer)
    {
        this.answer = answer;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(context => this.answer(context, Interlocked.Increment(ref tries)));
    }

    public int Tries => tries;

    public OperationLog Log { get; } = new();

    /// <param name="answer">Answers the try of that number, from 1.</param>
    public static async Task<FakeTableService> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var service = new FakeTableService(answer);
        await service.app.StartAsync();
        return service;
    }

    /// <summary>A table there, asked almost without pauses.</summary>
    /// <param name="change">Asks otherwise than the app does.</param>
    /// <param name="operationTimeout">The longest an operation takes; the app's own where there is none.</param>
    public Table Table(Action<TableClientOptions>? change = null, TimeSpan? operationTimeout = null)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var options = new TableClientOptions();
        TableServiceOptions.Apply(options, isLoopback: true);
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
        change?.Invoke(options);
        var client = new TableServiceClient(new Uri(address), new TableSharedKeyCredential("acme", "AQ=="), options);
        var store = operationTimeout is { } longest
            ? new TableStore(client) { Observer = Log, OperationTimeout = longest }
            : new TableStore(client) { Observer = Log };
        return store.Table("Rows");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

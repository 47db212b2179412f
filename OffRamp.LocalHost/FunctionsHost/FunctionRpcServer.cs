using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OffRamp.LocalHost.FunctionsHost.Rpc;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>The gRPC server that workers connect to, on a loopback port of its own.</summary>
internal sealed class FunctionRpcServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WorkerChannel> channels;
    private readonly WebApplication app;

    private FunctionRpcServer(ConcurrentDictionary<string, WorkerChannel> channels, WebApplication app) => (this.channels, this.app) = (channels, app);

    public Uri Address => new(app.Urls.Single());

    public static async Task<FunctionRpcServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = nameof(LocalHost) });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var channels = new ConcurrentDictionary<string, WorkerChannel>();
        builder.Services.AddRoutingCore().AddSingleton(channels).AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.MaxSendMessageSize) = (int.MaxValue, int.MaxValue));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(500));
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new(channels, app);
    }

    /// <summary>Makes the worker of this channel known: its stream is the one that bears its id.</summary>
    public void Expect(WorkerChannel channel) => channels[channel.Id] = channel;

    public void Forget(WorkerChannel channel) => channels.TryRemove(channel.Id, out _);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>One stream a worker; one that nobody expects is closed.</summary>
    internal sealed class Service(ConcurrentDictionary<string, WorkerChannel> channels) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            if (await requestStream.MoveNext(context.CancellationToken)
                && requestStream.Current.ContentCase == StreamingMessage.ContentOneofCase.StartStream
                && channels.TryGetValue(requestStream.Current.StartStream.WorkerId, out var channel))
            {
                await channel.CarryAsync(requestStream, responseStream, context.CancellationToken);
            }
        }
    }
}

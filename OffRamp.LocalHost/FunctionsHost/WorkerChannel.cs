using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using OffRamp.LocalHost.FunctionsHost.Rpc;
using GrpcFailure = Grpc.Core.RpcException;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>The stream between the host and one worker: requests and their answers, calls and their results.</summary>
internal sealed class WorkerChannel(string id, Action<RpcLog> onLog)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<StreamingMessage> outbound = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> requests = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> calls = new();
    private volatile Exception? end;

    public string Id => id;

    /// <summary>Where the worker takes HTTP; null where it takes none.</summary>
    public Uri? HttpAddress { get; private set; }

    public IReadOnlyList<RpcFunctionMetadata> Functions { get; private set; } = [];

    /// <summary>Says hello, asks for the functions, and has each of them loaded.</summary>
    /// <exception cref="HostFailure">The worker refuses one of them.</exception>
    public async Task PrepareAsync(string appFolder)
    {
        await started.Task.WaitAsync(Patience);
        var hello = await RequestAsync(message => message.WorkerInitRequest = new()
        {
            HostVersion = "4.1000.0",
            WorkerDirectory = appFolder,
            FunctionAppDirectory = appFolder,
        });
        if (hello.WorkerInitResponse.Capabilities.TryGetValue("HttpUri", out var address))
        {
            HttpAddress = new Uri(address);
        }
        var known = (await RequestAsync(message => message.FunctionsMetadataRequest = new() { FunctionAppDirectory = appFolder })).FunctionMetadataResponse;
        Demand(known.Result, "tell its functions");
        foreach (var function in known.FunctionMetadataResults)
        {
            function.FunctionId = function.FunctionId is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
            var loaded = await RequestAsync(message => message.FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function });
            Demand(loaded.FunctionLoadResponse.Result, $"load {function.Name}");
        }
        Functions = [.. known.FunctionMetadataResults];
    }

    /// <summary>Has a function run.</summary>
    /// <exception cref="FunctionFailedException">It threw.</exception>
    /// <exception cref="WorkerProcessExitException">The worker died.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var result = calls[request.InvocationId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (end is { } dead)
        {
            calls.TryRemove(request.InvocationId, out _);
            throw dead;
        }
        Send(new() { RequestId = Guid.NewGuid().ToString(), InvocationRequest = request });
        await using var cancelled = cancellation.Register(() => Send(new() { InvocationCancel = new() { InvocationId = request.InvocationId } }));
        var response = await result.Task;
        return response.Result.Status == StatusResult.Types.Status.Success ? response : throw new FunctionFailedException(response.Result);
    }

    /// <summary>Asks the worker to end by itself.</summary>
    public void Terminate(TimeSpan grace) => Send(new() { WorkerTerminate = new() { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(grace) } });

    /// <summary>Carries messages in both directions until the worker is gone.</summary>
    public async Task CarryAsync(IAsyncStreamReader<StreamingMessage> input, IServerStreamWriter<StreamingMessage> output, CancellationToken cancellation)
    {
        started.TrySetResult();
        var sending = SendAllAsync(output, cancellation);
        try
        {
            while (await input.MoveNext(cancellation))
            {
                Take(input.Current);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or GrpcFailure)
        {
            // The process has ended, and whoever watches it says so.
        }
        outbound.Writer.TryComplete();
        await sending;
    }

    /// <summary>Fails everything that waits for the worker, and whatever is asked of it from now on.</summary>
    public void Fail(Exception why)
    {
        end = why;
        outbound.Writer.TryComplete();
        started.TrySetException(why);
        foreach (var call in calls.Keys)
        {
            if (calls.TryRemove(call, out var waiting))
            {
                waiting.TrySetException(why);
            }
        }
        foreach (var request in requests.Keys)
        {
            if (requests.TryRemove(request, out var waiting))
            {
                waiting.TrySetException(why);
            }
        }
    }

    private async Task<StreamingMessage> RequestAsync(Action<StreamingMessage> fill)
    {
        var message = new StreamingMessage { RequestId = Guid.NewGuid().ToString() };
        fill(message);
        var answer = requests[message.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(message);
        if (end is { } dead)
        {
            answer.TrySetException(dead);
        }
        return await answer.Task.WaitAsync(Patience);
    }

    private void Send(StreamingMessage message) => outbound.Writer.TryWrite(message);

    private async Task SendAllAsync(IServerStreamWriter<StreamingMessage> output, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in outbound.Reader.ReadAllAsync(cancellation))
            {
                await output.WriteAsync(message, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or GrpcFailure or InvalidOperationException)
        {
            // As above.
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (calls.TryRemove(message.InvocationResponse.InvocationId, out var call))
                {
                    call.TrySetResult(message.InvocationResponse);
                }
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                onLog(message.RpcLog);
                break;
            default:
                if (requests.TryRemove(message.RequestId, out var request))
                {
                    request.TrySetResult(message);
                }
                break;
        }
    }

    private static void Demand(StatusResult? result, string what)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
        {
            throw new HostFailure($"The worker cannot {what}: {result.Exception?.Message ?? result.Result}");
        }
    }
}

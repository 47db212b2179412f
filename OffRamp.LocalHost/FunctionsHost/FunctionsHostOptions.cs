using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>What a host runs, and where.</summary>
internal sealed record FunctionsHostOptions
{
    /// <summary>The published function app: <c>worker.config.json</c>, <c>host.json</c> and the worker's assemblies.</summary>
    public required string AppFolder { get; init; }

    /// <summary>Where HTTP functions and the extensions' own API answer, on 127.0.0.1; 0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>What has to be shown to the extensions' own API, as <c>code</c> or <c>x-functions-key</c>.</summary>
    public required string SystemKey { get; init; }

    /// <summary>App settings: the environment of the worker, and what the extensions look up.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What timer functions follow.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the last runs of timer functions are kept over restarts; null: nowhere.</summary>
    public string? TimerStatusFile { get; init; }

    /// <summary>In place of <c>host.json</c>'s; null where neither says one.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>Storage providers of Durable besides Microsoft's own; <c>storageProvider.type</c> chooses by name.</summary>
    public IReadOnlyList<IDurabilityProviderFactory> DurabilityProviders { get; init; } = [];

    /// <summary>Routes of whoever runs the host, asked before the app's functions.</summary>
    public Action<IEndpointRouteBuilder>? OwnRoutes { get; init; }

    /// <summary>Told of the host before its port opens: who serves <see cref="OwnRoutes"/> has until then to be ready.</summary>
    public Action<FunctionsHost>? BeforeListening { get; init; }

    /// <summary>A worker that runs already; null: the app folder's is started, and kept alive.</summary>
    public IWorkers? Worker { get; init; }

    /// <summary>Goes with every call, for a worker that serves several hosts.</summary>
    public CallNote? Note { get; init; }

    /// <summary>Told of every call before it is made, by the function's name and its arguments; what it throws is what becomes of the call. For tests.</summary>
    public Action<string, IReadOnlyList<object?>>? BeforeCall { get; init; }

    /// <summary>
    /// Told of every call but HTTP's after the worker has answered and before anybody hears of it: what it throws takes the
    /// answer's place, so that all was done and nobody knows. For tests.
    /// </summary>
    public Action<string>? AfterCall { get; init; }

    /// <summary>What is told to somebody who looks: a line each.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>The same for trouble.</summary>
    public Action<string>? OnError { get; init; }

    /// <summary>Where <see cref="Processes.Leftovers"/> notes the worker; null: nowhere.</summary>
    public Processes.Leftovers? NotedIn { get; init; }
}

/// <summary>Something of the host's own in the trigger metadata of a call; the worker has it in the binding data.</summary>
internal sealed record CallNote(string Name, string Text)
{
    public void AddTo(Rpc.InvocationRequest call) => call.TriggerMetadata[Name] = new() { String = Text };
}

/// <summary>Where a worker finds its host, and as whom it says hello.</summary>
internal sealed record WorkerAddress(Uri Host, string WorkerId)
{
    /// <summary>As the host starts a worker by the command line.</summary>
    public IReadOnlyList<string> ToArguments()
    {
        var request = Guid.NewGuid().ToString();
        var most = int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            "--host", Host.Host, "--port", Host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--workerId", WorkerId,
            "--requestId", request, "--grpcMaxMessageLength", most,
            "--functions-uri", Host.AbsoluteUri, "--functions-worker-id", WorkerId, "--functions-request-id", request,
            "--functions-grpc-max-message-length", most,
        ];
    }
}

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

    /// <summary>In place of <c>host.json</c>'s; null where neither says one.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>Storage providers of Durable besides Microsoft's own; <c>storageProvider.type</c> chooses by name.</summary>
    public IReadOnlyList<IDurabilityProviderFactory> DurabilityProviders { get; init; } = [];

    /// <summary>What is told to somebody who looks: a line each.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>The same for trouble.</summary>
    public Action<string>? OnError { get; init; }

    /// <summary>Where <see cref="Processes.Leftovers"/> notes the worker; null: nowhere.</summary>
    public Processes.Leftovers? NotedIn { get; init; }
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

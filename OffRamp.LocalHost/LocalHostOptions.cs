using OffRamp.LocalHost.EmbeddedStore;
using OffRamp.LocalHost.FunctionsHost;

namespace OffRamp.LocalHost;

/// <summary>What to run and where. The defaults suit a test: free ports, no Azurite, no sandbox.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>The published function app: <c>worker.config.json</c>, <c>host.json</c> and the worker's assemblies.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The Durable store, clock, Azurite's files, the sandbox's facts.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where HTTP functions and the Durable HTTP API answer; 0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Null: no sandbox providers.</summary>
    public int? SandboxPort { get; init; }

    /// <summary>Null: no live updates; 0 takes a free port.</summary>
    public int? RealtimePort { get; init; }

    /// <summary>Null: no topic for integration events; 0 takes a free port.</summary>
    public int? ServiceBusPort { get; init; }

    /// <summary>The largest message that the topic takes, in bytes.</summary>
    public int LargestBusMessage { get; init; } = new ServiceBus.ServiceBusOptions().LargestMessage;

    /// <summary>The first of three; null: no Azurite.</summary>
    public int? AzuritePort { get; init; }

    /// <summary>Null: no chain, and ERC20 is the custodian's; else its node's, and the data folder is emptied at start.</summary>
    public int? ChainPort { get; init; }

    /// <summary>The key that the chain's signer signs with; null makes one.</summary>
    public (string File, string Password)? Keystore { get; init; }

    /// <summary>App settings; those that name what the host itself starts are added.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string DurableKey { get; init; } = LocalSettings.DurableKey;

    /// <summary>No host and no app: Azurite and the sandbox alone, for an app that somebody else runs at <see cref="Port"/>.</summary>
    public bool IsSandboxOnly { get; init; }

    /// <summary>Durable state with Microsoft's own provider, on Azurite and in real time, and not in the embedded store.</summary>
    public bool UsesAzureStorage { get; init; }

    /// <summary>A worker that runs already; null: the app folder's is started.</summary>
    public IWorkers? Worker { get; init; }

    /// <inheritdoc cref="FunctionsHostOptions.Note"/>
    public CallNote? Note { get; init; }

    /// <inheritdoc cref="FunctionsHostOptions.BeforeCall"/>
    public Action<string, IReadOnlyList<object?>>? BeforeCall { get; init; }

    /// <inheritdoc cref="FunctionsHostOptions.AfterCall"/>
    public Action<string>? AfterCall { get; init; }

    /// <summary>In place of host.json's.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    /// <summary>How long, in real time, a step of the clock may take to get quiet.</summary>
    public TimeSpan StepPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the embedded store does wrong.</summary>
    public StoreFaults Faults { get; init; } = new();

    /// <summary>What the shared clock runs on.</summary>
    public TimeProvider RealTime { get; init; } = TimeProvider.System;

    /// <summary>Where the app's lines go, and the host's own warnings.</summary>
    public Action<string>? OnOutput { get; init; }

    public Action<string>? OnError { get; init; }
}

namespace OffRamp.LocalHost.ServiceBus;

/// <summary>How to run the stand-in of Azure Service Bus; everything has the local default.</summary>
internal sealed record ServiceBusOptions
{
    public const string LocalToken = "local-servicebus-token";

    public const string LocalTopic = "offramp-events";

    /// <summary>Port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The one topic that there is.</summary>
    public string Topic { get; init; } = LocalTopic;

    /// <summary>The largest message that it takes, in bytes.</summary>
    public int LargestMessage { get; init; } = 256 * 1024;

    /// <summary>The key that a client signs in by, in place of Entra ID.</summary>
    public string Token { get; init; } = LocalToken;
}

namespace OffRamp.LocalHost.Realtime;

/// <summary>How to run the stand-in of Azure Web PubSub; everything has the local default.</summary>
internal sealed record RealtimeOptions
{
    public const string LocalKey = "local-realtime-key";

    /// <summary>Port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Signs calls, tokens and events.</summary>
    public string Key { get; init; } = LocalKey;

    /// <summary>The app's <c>/webhooks/realtime</c>; null lets everybody in who has a token.</summary>
    public Uri? EventHandler { get; init; }

    /// <summary>Real time: how long tokens and lost connections are good.</summary>
    public TimeProvider RealTime { get; init; } = TimeProvider.System;
}

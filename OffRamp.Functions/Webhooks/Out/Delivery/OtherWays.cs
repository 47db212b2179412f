using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>Those who follow a sell at this moment, by WebSocket.</summary>
internal interface ILiveUpdates
{
    /// <summary>Tells them what of the outbox was not told before. Best effort; never throws.</summary>
    Task RunAsync(SellId sell, OutboxContent found, CancellationToken cancellation);
}

/// <summary>The topic to which every event goes too, where there is one.</summary>
internal interface IEventMessages
{
    /// <summary>Sends what is pending, in order, as far as it is taken. Never throws.</summary>
    /// <returns>How far it has come.</returns>
    Task<Publishing> RunAsync(SellId sell, OutboxContent found, CancellationToken cancellation);
}

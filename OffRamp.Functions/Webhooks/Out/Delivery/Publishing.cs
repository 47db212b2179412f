namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>How far the events of a session and its sell have come on their way to the Service Bus topic.</summary>
/// <param name="To">All up to this one were taken, or met no topic.</param>
/// <param name="Tried">How often the next one was tried in vain.</param>
/// <param name="NextAt">When the next one is tried again; null where it may go out now.</param>
internal sealed record Publishing(long To, int Tried, DateTimeOffset? NextAt);

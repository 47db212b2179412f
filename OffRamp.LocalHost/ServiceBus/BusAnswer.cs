namespace OffRamp.LocalHost.ServiceBus;

/// <summary>What the stand-in says to a message: taken, or refused by an AMQP error condition as the service has them.</summary>
/// <param name="Error">The condition; null where the message is taken.</param>
/// <param name="IsHeard">False where the connection breaks before the sender hears it.</param>
internal sealed record BusAnswer(string? Error, bool IsHeard = true)
{
    public static BusAnswer Taken { get; } = new((string?)null);

    /// <summary>Taken, but the sender never hears of it.</summary>
    public static BusAnswer TakenUnheard { get; } = new(null, IsHeard: false);

    /// <summary>The topic's quota is used up. A client asks no second time by itself.</summary>
    public static BusAnswer Full { get; } = new("amqp:resource-limit-exceeded");

    public static BusAnswer TooLarge { get; } = new("amqp:link:message-size-exceeded");
}

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>What a visit to the outbox leaves to do.</summary>
/// <param name="IsDone">Nothing is left.</param>
/// <param name="Until">When to come again, if something is.</param>
internal sealed record SendStep(bool IsDone, DateTimeOffset Until)
{
    public static SendStep Done { get; } = new(true, DateTimeOffset.MinValue);

    public static SendStep AtOnce { get; } = new(false, DateTimeOffset.MinValue);
}

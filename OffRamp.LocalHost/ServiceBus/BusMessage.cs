using Amqp;
using Amqp.Framing;

namespace OffRamp.LocalHost.ServiceBus;

/// <summary>A message as it came: the properties that the service knows a message by, and its body.</summary>
internal sealed record BusMessage(string? Id, string? SessionId, string? Label, string? ContentType, byte[] Body)
{
    /// <summary>What one transfer holds: a batch is several messages, each encoded by itself.</summary>
    public static IReadOnlyList<BusMessage> ReadAll(Message transfer) => transfer.BodySection switch
    {
        DataList batch => [.. Enumerable.Range(0, batch.Count).Select(i => Read(Message.Decode(new ByteBuffer(batch[i].Binary, 0, batch[i].Binary.Length, batch[i].Binary.Length))))],
        _ => [Read(transfer)],
    };

    private static BusMessage Read(Message message) => new(
        message.Properties?.MessageId, message.Properties?.GroupId, message.Properties?.Subject, message.Properties?.ContentType?.ToString(),
        message.BodySection is Data data ? data.Binary : []);
}

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask.Wire;

namespace OffRamp.LocalHost.Hub;

/// <summary>Makes history events, and reads and writes them as the bytes of a request's <c>pastEvents</c>.</summary>
internal static class Events
{
    private const byte PastEventsTag = 3 << 3 | 2;
    private const byte NewEventsTag = 4 << 3 | 2;

    /// <summary>An event that records no action: id -1.</summary>
    public static HistoryEvent Message(DateTimeOffset at, Action<HistoryEvent> fill) => Of(-1, at, fill);

    /// <summary>The record of an action, with the action's id.</summary>
    public static HistoryEvent Of(int id, DateTimeOffset at, Action<HistoryEvent> fill)
    {
        var happened = new HistoryEvent { EventId = id, Timestamp = at.ToTimestamp() };
        fill(happened);
        return happened;
    }

    /// <summary>Events as a piece of history.</summary>
    public static byte[] ToHistory(IReadOnlyCollection<byte[]> events) => Frame(events, PastEventsTag);

    /// <summary>Events as a request's <c>newEvents</c>.</summary>
    public static byte[] ToNewEvents(IReadOnlyCollection<byte[]> events) => Frame(events, NewEventsTag);

    public static IEnumerable<HistoryEvent> Read(byte[] history)
    {
        var input = new CodedInputStream(history);
        while (input.ReadTag() != 0)
            yield return HistoryEvent.Parser.ParseFrom(input.ReadBytes());
    }

    /// <summary>The event which started this instance's present execution.</summary>
    public static ExecutionStartedEvent? StartOf(Instance instance) =>
        Read(instance.History).Concat((instance.Inbox ?? []).Select(message => HistoryEvent.Parser.ParseFrom(message.Event)))
            .FirstOrDefault(happened => happened.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionStarted)?.ExecutionStarted;

    private static byte[] Frame(IReadOnlyCollection<byte[]> events, byte tag)
    {
        var framed = new byte[events.Sum(one => 1 + CodedOutputStream.ComputeLengthSize(one.Length) + one.Length)];
        var rest = framed.AsSpan();
        foreach (var one in events)
        {
            rest[0] = tag;
            rest = rest[1..];
            var length = (uint)one.Length;
            for (; length >= 0x80; length >>= 7, rest = rest[1..]) rest[0] = (byte)(length | 0x80);
            rest[0] = (byte)length;
            one.CopyTo(rest[1..]);
            rest = rest[(1 + one.Length)..];
        }
        return framed;
    }
}

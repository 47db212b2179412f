namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>A visit's way through what is pending, in order: what became of each event, and where it stopped.</summary>
internal sealed class Round(OutboxContent found)
{
    /// <summary>One transaction writes what became of them, on either of their ways.</summary>
    public const int MostAtOnce = 45;

    private readonly List<OutgoingEvent> changed = [];

    /// <summary>How far telling has come; all that is pending has its place in the feed by now.</summary>
    public Sending Sending { get; private set; } = found.Sending with { FeedTo = found.Last };

    /// <summary>The events that something became of.</summary>
    public IReadOnlyList<OutgoingEvent> Changed => changed;

    public bool IsFull => changed.Count == MostAtOnce;

    /// <summary>Whether there is anything to write.</summary>
    public bool HasChanged => changed.Count > 0 || Sending != found.Sending;

    /// <summary>Nothing more is to be done about this event's webhook, and the next one's turn has come.</summary>
    public void Settle(OutgoingEvent outgoing)
    {
        changed.Add(outgoing);
        var next = found.Undelivered.FirstOrDefault(pending => pending.Event.Sequence > outgoing.Event.Sequence);
        Sending = Sending with { Tried = 0, NextAt = null, SettledTo = next is null ? Sending.FeedTo : next.Event.Sequence - 1 };
    }

    /// <summary>It was not taken, and those after it wait for it.</summary>
    public void Postpone(OutgoingEvent outgoing, DateTimeOffset until)
    {
        changed.Add(outgoing);
        Sending = Sending with { Tried = Sending.Tried + 1, NextAt = until };
    }

    /// <summary>So far the topic has taken them. Those whose webhook was settled before are through with.</summary>
    /// <returns>When to come again; null where nothing is left.</returns>
    public DateTimeOffset? Publish(Publishing reached)
    {
        Sending = Sending with { Published = reached };
        changed.AddRange(found.Pending.Where(outgoing => outgoing.State != DeliveryState.Pending && outgoing.Event.Sequence <= reached.To));
        return reached.To == Sending.FeedTo ? null : reached.NextAt ?? DateTimeOffset.MinValue;
    }
}

using System.Text.Json.Serialization;

namespace OffRamp.Functions.Ids;

[JsonConverter(typeof(PrefixedIdConverter<PartnerId>))]
internal readonly record struct PartnerId(Id26 Id) : IPrefixedId<PartnerId>
{
    public static string Prefix => "par_";

    public static PartnerId Of(Id26 id) => new(id);

    public override string ToString() => PrefixedId.Write(this);
}

/// <summary>Shares its 26 characters with its sell's <see cref="SellId"/>, and both live in the partition of that name.</summary>
[JsonConverter(typeof(PrefixedIdConverter<SessionId>))]
internal readonly record struct SessionId(Id26 Id) : IPrefixedId<SessionId>
{
    public static string Prefix => "ses_";

    public static SessionId Of(Id26 id) => new(id);

    public SellId Sell => new(Id);

    /// <summary>The UTC day on which it was opened.</summary>
    public DateOnly OpenedOn => DateOnly.FromDateTime(Id.Time.UtcDateTime);

    public override string ToString() => PrefixedId.Write(this);
}

/// <summary>Also the instance id of the sell's orchestration.</summary>
[JsonConverter(typeof(PrefixedIdConverter<SellId>))]
internal readonly record struct SellId(Id26 Id) : IPrefixedId<SellId>
{
    public static string Prefix => "sell_";

    public static SellId Of(Id26 id) => new(id);

    public SessionId Session => new(Id);

    public override string ToString() => PrefixedId.Write(this);
}

/// <summary>Also the <c>webhook-id</c> of every attempt to deliver the event.</summary>
[JsonConverter(typeof(PrefixedIdConverter<EventId>))]
internal readonly record struct EventId(Id26 Id) : IPrefixedId<EventId>
{
    public static string Prefix => "evt_";

    public static EventId Of(Id26 id) => new(id);

    public override string ToString() => PrefixedId.Write(this);
}

/// <summary>One webhook delivery, with all its attempts.</summary>
[JsonConverter(typeof(PrefixedIdConverter<WebhookId>))]
internal readonly record struct WebhookId(Id26 Id) : IPrefixedId<WebhookId>
{
    public static string Prefix => "whk_";

    public static WebhookId Of(Id26 id) => new(id);

    public override string ToString() => PrefixedId.Write(this);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Views;

namespace OffRamp.Functions.Sessions;

/// <summary>A session as its partner sees it; the names are the contract's.</summary>
internal sealed record SessionView
{
    public required SessionId Id { get; init; }
    [JsonPropertyName("object")]
    public string Kind { get; } = "session";
    public required bool Livemode { get; init; }
    public string Type { get; } = "sell";
    public string Flow { get; } = "off_ramp";
    public required SessionStatus Status { get; init; }
    public string? PartnerUserId { get; init; }
    public string? UserReference { get; init; }
    public string? UserEmail { get; init; }
    public required Currency Currency { get; init; }
    public required Network Network { get; init; }
    public required Currency FiatCurrency { get; init; }
    public string? FiatAmount { get; init; }
    public string? CryptoAmount { get; init; }
    public string? ReturnUrl { get; init; }
    public string? CancelUrl { get; init; }
    public JsonObject? Metadata { get; init; }
    public string? Country { get; init; }
    public Support? Support { get; init; }
    public required KycStatus KycStatus { get; init; }
    public SellView? Sell { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The sell's id to be, where a session was just opened in Proof's shape.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SellId? MerchantTransactionId { get; init; }

    /// <summary>These two are shown once, by <see cref="WidgetLink"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WidgetUrl { get; init; }

    /// <param name="session">The session.</param>
    /// <param name="sell">Its sell, if there is one.</param>
    /// <param name="now">Decides whether it has expired.</param>
    public static SessionView Of(Session session, Sell? sell, DateTimeOffset now) => new()
    {
        Id = session.Id,
        Livemode = session.IsLive,
        Status = session.StatusAt(now, sell),
        PartnerUserId = session.PartnerUserId,
        UserReference = session.UserReference,
        UserEmail = session.UserEmail ?? session.ContactEmail,
        Currency = session.Currency,
        Network = session.Network,
        FiatCurrency = session.FiatCurrency,
        FiatAmount = session.FiatAmount?.ToString(),
        CryptoAmount = session.CryptoAmount?.ToString(),
        ReturnUrl = session.ReturnUrl,
        CancelUrl = session.CancelUrl,
        Metadata = MetadataOf(session),
        Country = session.Country,
        Support = session.Support,
        KycStatus = session.KycStatus,
        Sell = sell is null ? null : SellView.Of(sell).With(MetadataOf(session), session.Support),
        CreatedAt = session.CreatedAt,
        ExpiresAt = session.ExpiresAt,
    };

    /// <summary>The session as an event keeps it: metadata and support stay on the session's row and are joined when the event is shown.</summary>
    public static string WriteForEvent(Session session, DateTimeOffset now) =>
        JsonSerializer.Serialize(Of(session, null, now) with { Metadata = null, Support = null }, ApiJson.Options);

    public static JsonObject? MetadataOf(Session session) => session.Metadata is null
        ? null
        : new(session.Metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
}

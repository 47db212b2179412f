// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>One attempt, opened by a partner's backend, that one user may turn into at most one sell.</summary>
public sealed partial record Session
{
    /// <summary>What it is known by.</summary>
    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    /// <summary>What this is.</summary>
    [JsonPropertyName("object")]
    public string Kind { get; init; } = "";

    /// <summary>False in local mode, where no money is real.</summary>
    [JsonPropertyName("livemode")]
    public bool Livemode { get; init; }

    /// <summary>What it is about.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>Always `off_ramp`.</summary>
    [JsonPropertyName("flow")]
    public string Flow { get; init; } = "";

    /// <summary>Its own words while there is no sell, then the sell's. `open`: the user may go on. `expired`: it was not used for 30 minutes (24 hours while the verification was pending), nothing was sold and nothing is owed; `session.expired` is sent, who polls sees `failed`, and a new session begins anew. `cancelled`: the user or you ended it.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>The user, as the partner knows them.</summary>
    [JsonPropertyName("partner_user_id")]
    public string? PartnerUserId { get; init; }

    /// <summary>The partner's own reference for this attempt. Null in Proof's shape.</summary>
    [JsonPropertyName("user_reference")]
    public string? UserReference { get; init; }

    /// <summary>The user's e-mail address.</summary>
    [JsonPropertyName("user_email")]
    public string? UserEmail { get; init; }

    /// <summary>The asset that is sold.</summary>
    [JsonPropertyName("currency")]
    public string Currency { get; init; } = "";

    /// <summary>The chain on which the crypto comes, by its token standard; capabilities list what an installation has besides.</summary>
    [JsonPropertyName("network")]
    public string Network { get; init; } = "";

    /// <summary>The currency that is paid out.</summary>
    [JsonPropertyName("fiat_currency")]
    public string FiatCurrency { get; init; } = "";

    /// <summary>What is paid out, in `fiat_currency`.</summary>
    [JsonPropertyName("fiat_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? FiatAmount { get; init; }

    /// <summary>What is sold, in the asset.</summary>
    [JsonPropertyName("crypto_amount")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public decimal? CryptoAmount { get; init; }

    /// <summary>Where the user goes when done: https, or http on localhost.</summary>
    [JsonPropertyName("return_url")]
    public string? ReturnUrl { get; init; }

    /// <summary>Where the user goes when they give up: https, or http on localhost.</summary>
    [JsonPropertyName("cancel_url")]
    public string? CancelUrl { get; init; }

    /// <summary>The partner's own words: up to 50 keys of 40 characters, values of 500. Users never see it.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Where the user is, by ISO 3166-1 alpha-2; null where the partner did not say.</summary>
    [JsonPropertyName("country")]
    public string? Country { get; init; }

    /// <summary>Where the partner's users find help; null where the partner has not said.</summary>
    [JsonPropertyName("support")]
    public Support? Support { get; init; }

    /// <summary>Whether the user is verified, as last told to this session.</summary>
    [JsonPropertyName("kyc_status")]
    public string KycStatus { get; init; } = "";

    /// <summary>The sell; null while a session has none.</summary>
    [JsonPropertyName("sell")]
    public Sell? Sell { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires if it is not used again: 30 minutes after its user last did something, 24 hours while the verification is pending. With a sell it expires no more; the sell's own `deposit.deadline` is 6 hours after it was made.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The id that its sell will have. Only in the answer to `POST /widget/session`.</summary>
    [JsonPropertyName("merchant_transaction_id")]
    public string? MerchantTransactionId { get; init; }

    /// <summary>Opens the sell page for this session. Shown once.</summary>
    [JsonPropertyName("client_secret")]
    public string? ClientSecret { get; init; }

    /// <summary>The sell page for this session; the secret is in its fragment only. Shown once.</summary>
    [JsonPropertyName("widget_url")]
    public string? WidgetUrl { get; init; }
}

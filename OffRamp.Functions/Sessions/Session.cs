using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Sessions;

/// <summary>In whose words the session was asked for; it decides nothing but how a few fields are shown.</summary>
internal enum SessionShape { Proof, Gate }

/// <summary>What a partner sees of a session: its own three words while there is no sell, else the sell's five.</summary>
internal enum SessionStatus { Open, Pending, Processing, Completed, Failed, Cancelled, Expired }

/// <summary>One attempt, opened by a partner's backend, that one user may turn into at most one sell. Stored whole in one row.</summary>
internal sealed record Session
{
    public required SessionId Id { get; init; }
    public required PartnerId PartnerId { get; init; }
    public required SessionShape Shape { get; init; }
    public required bool IsLive { get; init; }

    public string? PartnerUserId { get; init; }
    public string? UserEmail { get; init; }
    public string? UserReference { get; init; }

    /// <summary>Typed on the sell page, where the partner named no user. It identifies nobody: anybody can type anybody's.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>Names the user's rows; null until the sell page has asked for a contact.</summary>
    public string? UserKey { get; init; }

    public required Currency Currency { get; init; }
    public required Network Network { get; init; }
    public required Currency FiatCurrency { get; init; }

    /// <summary>What the partner fixed, at most one of the two; with neither, the user chooses.</summary>
    public Money? FiatAmount { get; init; }
    public Money? CryptoAmount { get; init; }

    public string? ReturnUrl { get; init; }
    public string? CancelUrl { get; init; }
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Where the user is, as the partner said; null where it did not.</summary>
    public string? Country { get; init; }

    /// <summary>Where the partner's users find help, as it was when the session was opened.</summary>
    public Support? Support { get; init; }

    /// <summary>As last told to this session; the user's own row is the truth.</summary>
    public KycStatus KycStatus { get; init; }

    /// <summary>Secrets of any other version open nothing.</summary>
    public int SecretVersion { get; init; } = 1;

    /// <summary>The last event's number; the sell counts on from here.</summary>
    public required long Sequence { get; init; }

    /// <summary>Of the quote that became the sell, so that accepting it again is recognised.</summary>
    public string? QuoteHash { get; init; }
    public bool HasSell { get; init; }
    public DateTimeOffset? CancelledAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The partner was told that it expired.</summary>
    public bool IsExpiryTold { get; init; }

    /// <summary>Names the commit that wrote this row, so that a retried write recognises its own success.</summary>
    public string CommitId { get; init; } = "";

    public SessionStatus StatusAt(DateTimeOffset now, Sell? sell) => sell?.Status switch
    {
        SellStatus.Pending => SessionStatus.Pending,
        SellStatus.Processing => SessionStatus.Processing,
        SellStatus.Completed => SessionStatus.Completed,
        SellStatus.Failed => SessionStatus.Failed,
        SellStatus.Cancelled => SessionStatus.Cancelled,
        _ when CancelledAt is not null => SessionStatus.Cancelled,
        _ when IsExpiryTold || now >= ExpiresAt => SessionStatus.Expired,
        _ => SessionStatus.Open,
    };

    /// <summary>The amount that the partner fixed, in whichever currency.</summary>
    public Money? FixedAmount => CryptoAmount ?? FiatAmount;
}

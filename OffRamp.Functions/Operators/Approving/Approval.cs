using System.Text.Json.Serialization;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>How an approval stands. All but the first are ends.</summary>
internal enum ApprovalState { Pending, Done, Rejected, Expired, Stale }

/// <summary>What one operator asked for, and waits for another to agree to: on its subject as it was then.</summary>
internal sealed record Approval
{
    /// <summary>How long another may take to agree.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public required Id26 Id { get; init; }

    /// <summary>What, as the log has it: <c>sell.pay_out</c>, <c>partner.enable</c>, <c>partner.rotate_token</c>.</summary>
    public required string Action { get; init; }

    /// <summary>On what: an id.</summary>
    public required string Subject { get; init; }
    public required string RequestedBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Why it was asked for.</summary>
    public string? Reason { get; init; }
    public ApprovalState State { get; init; }

    /// <summary>Another has agreed, on record before it is done: from then on nobody can reject it, and whoever agrees again finishes it.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>Of a sell: what is done with it.</summary>
    public OperatorOrder? Order { get; init; }

    /// <summary>Of an unmatched notice: for which sell it is processed.</summary>
    public NoticeOrder? Notice { get; init; }

    /// <summary>Of a partner: what it becomes.</summary>
    public Partner? Partner { get; init; }

    /// <summary>Of a partner: whose token is made anew.</summary>
    public PartnerId? NewTokenOf { get; init; }

    /// <summary>Of a partner: as what it was seen.</summary>
    public string? SeenETag { get; init; }

    /// <summary>Why it could not be done when another had agreed: a code of the contract. Null where nothing spoke against it.</summary>
    public string? Refusal { get; init; }

    /// <summary>Where the sell stood that it is about.</summary>
    [JsonIgnore]
    public long? SeenSequence => Order?.SeenSequence ?? Notice?.SeenSequence;

    /// <summary>As it stands at that time: one that was not given, or not carried out, in time is none.</summary>
    public ApprovalState StateAt(DateTimeOffset now) => State == ApprovalState.Pending && now >= ExpiresAt ? ApprovalState.Expired : State;
}

/// <summary>An approval as operators see it.</summary>
internal sealed record ApprovalView(
    string Id, string Action, string Subject, string RequestedBy, string? Reason, long? SeenSequence, ApprovalDetails Details, DateTimeOffset ExpiresAt,
    ApprovalState State)
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "approval";

    /// <summary>Why it could not be done when another had agreed; absent where nothing spoke against it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refusal { get; init; }

    /// <summary>Shown once, by the decision that makes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientToken { get; init; }

    public static ApprovalView Of(Approval approval, ApprovalState state) => new(
        IdOf(approval.Id), approval.Action, approval.Subject, approval.RequestedBy, approval.Reason, approval.SeenSequence, ApprovalDetails.Of(approval),
        approval.ExpiresAt, state)
    {
        Refusal = approval.Refusal,
    };

    public static string IdOf(Id26 id) => $"{Prefix}{id}";

    /// <summary>The id of a text that an operator gave; null where it is none.</summary>
    public static Id26? Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && Id26.TryParse(text.AsSpan(Prefix.Length), out var id) ? id : null;

    private const string Prefix = "apv_";
}

/// <summary>The fields of a decision, for the API's description.</summary>
internal sealed record DecisionBody
{
    public required ApprovalDecision Decision { get; init; }
    public required string Reason { get; init; }
}

internal enum ApprovalDecision { Approve, Reject }

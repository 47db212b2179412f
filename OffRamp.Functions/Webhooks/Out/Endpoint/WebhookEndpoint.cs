using Azure;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Endpoint;

/// <summary>Where a partner wants to be told of events, and what it wants to hear; a partner has one.</summary>
internal sealed record WebhookEndpoint
{
    public required PartnerId Partner { get; init; }

    public required Uri Url { get; init; }

    /// <summary>The types that it wants; null for all, those to come included.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>Why nothing is sent any more; null while it is enabled. Setting the address again enables it.</summary>
    public string? DisabledReason { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>What its webhooks are signed with.</summary>
    public required SigningSecrets Secrets { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The state it was read in; the default on one that was not read.</summary>
    public ETag ETag { get; init; }

    public bool IsDisabled => DisabledReason is not null;

    public bool Wants(string type) => EventTypes is null || EventTypes.Contains(type);
}

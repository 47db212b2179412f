using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>All that is known of a sell.</summary>
internal sealed record WholeSellView
{
    public required SellView Sell { get; init; }
    public required PartnerId PartnerId { get; init; }
    public required IReadOnlyCollection<string> Queues { get; init; }
    public required IReadOnlyList<CaseView> Cases { get; init; }

    /// <summary>Entries of the custodian's list that cannot be read and were not set aside.</summary>
    public required IReadOnlyList<NotedEntry> Entries { get; init; }
    /// <summary>Confirmed crypto that is neither paid for nor on its way back.</summary>
    public required string Held { get; init; }
    public required DateTimeOffset? MoneySince { get; init; }
    public required DateTimeOffset WakeAt { get; init; }
    public required LedgerView Ledger { get; init; }
    public required IReadOnlyList<InboxView> Notices { get; init; }

    /// <summary>Each event with its attempts, oldest first.</summary>
    public required IReadOnlyList<EventDelivery> WebhookAttempts { get; init; }

    /// <summary>Null where the sell has none.</summary>
    public required object? Orchestration { get; init; }

    /// <summary>What was asked for waits for a second operator; absent where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalView? Approval { get; init; }
}

/// <summary>Something that the sell was told: of what users gave, such as a card's token, only that they did.</summary>
internal sealed record InboxView(
    string? Kind, string? WebhookId, DateTimeOffset? ReceivedAt, long? TakenAtSequence, string? Refusal, JsonNode? Fact);

/// <summary>An orchestration of which nothing is known, because the Durable API does not answer.</summary>
internal sealed record UnknownOrchestration(string InstanceId)
{
    public string RuntimeStatus { get; } = "unknown";
}

using System.Text.Json;
using Azure;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>
/// What waits for a second operator: rows of partition <c>approval</c> in table Index, newest first. What moves money or
/// waives a check is not one person's to decide, where approvals are on.
/// </summary>
internal sealed class Approvals(TableStore store, Settings settings, SellStore sells, PartnerStore partners, TimeProvider clock)
{
    private const string Partition = "approval";
    private const string Data = "data";

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Whether what moves money waits for a second at all.</summary>
    public bool AreOn => settings.Operators.NeedsApprovals;

    /// <summary>Whether a second must agree to it: a refund only where it goes to another address, or where somebody has to look before anything goes back.</summary>
    public bool IsNeededFor(Sell sell, OperatorOrder order) => AreOn && order.Action switch
    {
        SellAction.Refund => order.RefundAddress is not null || OperatorRules.WaivesALook(sell),
        SellAction.Hold or SellAction.Cancel or SellAction.Redeliver or SellAction.CloseCase => false,
        _ => true,
    };

    /// <summary>Whether a second must agree to the change: it enables a partner that was not.</summary>
    public bool IsNeededFor(Partner before, Partner after) =>
        AreOn && after.OfframpEnabled && !before.OfframpEnabled;

    /// <summary>Keeps what is asked for until another decides; asked again under its id, it is the same.</summary>
    public async Task<Approval> AskAsync(Approval asked, CancellationToken cancellation)
    {
        var approval = asked with { ExpiresAt = clock.GetUtcNow() + Approval.Lifetime };
        try
        {
            await index.InsertAsync(Write(approval), cancellation);
            return approval;
        }
        catch (StorageConflictException)
        {
            return (await FindAsync(asked.Id, cancellation))!.Approval;
        }
    }

    public async Task<StoredApproval?> FindAsync(Id26 id, CancellationToken cancellation) =>
        await index.GetAsync(Partition, id.ToNewestFirst(), cancellation: cancellation) is { } row ? Read(row) : null;

    /// <summary>At most one more than the page asks for, each as it stands now.</summary>
    public async Task<IReadOnlyList<(Approval Approval, ApprovalState State)>> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        var filter = page.After is null
            ? TableFilter.PartitionEquals(Partition)
            : TableFilter.PartitionEquals(Partition).And.RowKeyAfter(page.After);
        var found = new List<(Approval, ApprovalState)>();
        await foreach (var row in index.QueryAllAsync(new(filter) { PageSize = page.Limit + 1 }, cancellation))
        {
            var approval = Read(row).Approval;
            found.Add((approval, await StateOfAsync(approval, cancellation)));
            if (found.Count > page.Limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>How it stands: one whose subject has moved on since it was asked for is stale.</summary>
    public async Task<ApprovalState> StateOfAsync(Approval approval, CancellationToken cancellation)
    {
        var state = approval.StateAt(clock.GetUtcNow());
        return state == ApprovalState.Pending && !approval.IsAgreed && await HasMovedOnAsync(approval, cancellation) ? ApprovalState.Stale : state;
    }

    /// <summary>Writes that another has agreed, before it is done: of two who decide at one moment, one way stands.</summary>
    /// <returns>As it is then; null when somebody else has ended it.</returns>
    public async Task<StoredApproval?> AgreeAsync(StoredApproval stored, CancellationToken cancellation)
    {
        if (stored.Approval.IsAgreed || await TryWriteAsync(stored, stored.Approval with { IsAgreed = true }, cancellation))
        {
            return await FindAsync(stored.Approval.Id, cancellation);
        }

        return await FindAsync(stored.Approval.Id, cancellation) is { Approval: { IsAgreed: true, State: ApprovalState.Pending } } agreed ? agreed : null;
    }

    /// <summary>Writes its end, and where it was agreed to in vain, what spoke against it. False when somebody else was faster.</summary>
    public Task<bool> EndAsync(StoredApproval stored, ApprovalState state, CancellationToken cancellation, string? refusal = null) =>
        TryWriteAsync(stored, stored.Approval with { State = state, Refusal = refusal }, cancellation);

    private async Task<bool> TryWriteAsync(StoredApproval before, Approval after, CancellationToken cancellation)
    {
        try
        {
            await index.ReplaceAsync(Write(after), before.ETag, cancellation);
            return true;
        }
        catch (StoragePreconditionException)
        {
            return false;
        }
    }

    private async Task<bool> HasMovedOnAsync(Approval approval, CancellationToken cancellation) => approval switch
    {
        { Order: { } order } when PrefixedId.TryParse<SellId>(approval.Subject, out var sell) =>
            (await sells.FindAsync(sell, cancellation))?.Sequence != order.SeenSequence,
        { Notice: { } notice } => (await sells.FindAsync(notice.Sell, cancellation))?.Sequence != notice.SeenSequence,
        { Partner.Id: var partner } => await HasChangedAsync(partner, approval, cancellation),
        { NewTokenOf: { } partner } => await HasChangedAsync(partner, approval, cancellation),
        _ => true,
    };

    private async Task<bool> HasChangedAsync(PartnerId partner, Approval approval, CancellationToken cancellation) =>
        (await partners.FindAsync(partner, cancellation))?.ETag.ToString() != approval.SeenETag;

    private static Row Write(Approval approval) =>
        new Row(Partition, approval.Id.ToNewestFirst()).SetLargeText(Data, JsonSerializer.Serialize(approval, ApiJson.WithoutNulls));

    // Its id is its row's key.
    private static StoredApproval Read(Row row) => Id26.TryParseNewestFirst(row.RowKey, out var id)
        ? new(JsonSerializer.Deserialize<Approval>(row.GetLargeText(Data)!, ApiJson.Options)! with { Id = id }, row.ETag)
        : throw new FormatException("A row of the approvals has a key of another kind.");
}

/// <summary>An approval as it was read, with what is needed to write it again.</summary>
internal sealed record StoredApproval(Approval Approval, ETag ETag);

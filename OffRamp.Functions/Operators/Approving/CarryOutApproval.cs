using System.Text.Json;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Operators.Partners;
using OffRamp.Functions.Operators.Sells;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Operators.Approving;

/// <summary>What came of what two have agreed on.</summary>
/// <param name="Outcome"><see cref="SellActions.Done"/>, or a code of the contract.</param>
internal sealed record CarriedOut(string Outcome)
{
    /// <summary>Where a token was made: shown to whoever agreed, and to nobody again.</summary>
    public string? ClientToken { get; init; }
}

/// <summary>
/// Does what two have agreed on. Called again, by one who agrees after another died or at the same moment, it is done once,
/// and the outcome is the same.
/// </summary>
internal sealed class CarryOutApproval(
    SellStore sells, SellActions actions, NoticeProcessing processing, PartnerStore partners, PartnerTokens tokens, PartnerAuthentication authentication)
{
    public async Task<CarriedOut> RunAsync(Approval approval, CancellationToken cancellation) => approval switch
    {
        { Notice: { } notice } => new(await processing.RunAgreedAsync(notice, approval.Id, cancellation)),
        { Order: { } order } => new(await ActAsync(approval, order, cancellation)),
        { Partner: { } wished } => new(await ChangeAsync(approval, wished, cancellation)),
        { NewTokenOf: { } partner } => await RotateAsync(approval, partner, cancellation),
        _ => new(Refusals.Stale),
    };

    private async Task<string> ActAsync(Approval approval, OperatorOrder order, CancellationToken cancellation) =>
        PrefixedId.TryParse<SellId>(approval.Subject, out var id) && await sells.FindAsync(id, cancellation) is { } sell
            ? await actions.RunAsync(sell, order, approval.Id, cancellation)
            : Refusals.Stale;

    private async Task<string> ChangeAsync(Approval approval, Partner wished, CancellationToken cancellation)
    {
        if (await partners.FindAsync(wished.Id, cancellation) is not { } stored)
        {
            return Refusals.Stale;
        }

        var isDone = IsSame(stored.Partner, wished)
            || (stored.ETag.ToString() == approval.SeenETag && await TrySaveAsync(stored with { Partner = wished }, cancellation));
        return isDone ? SellActions.Done : Refusals.Stale;
    }

    private async Task<bool> TrySaveAsync(StoredPartner wished, CancellationToken cancellation)
    {
        try
        {
            await partners.SaveAsync(wished, cancellation);
        }
        catch (StoragePreconditionException)
        {
            // Somebody else's change; or the same one, by another approver at the same moment, or by us, whose answer was lost.
            if (await partners.FindAsync(wished.Partner.Id, cancellation) is not { } now || !IsSame(now.Partner, wished.Partner))
            {
                return false;
            }
        }

        authentication.Forget();
        return true;
    }

    private static bool IsSame(Partner one, Partner other) => JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);

    private async Task<CarriedOut> RotateAsync(Approval approval, PartnerId partner, CancellationToken cancellation)
    {
        // Made of the approval, so that all who carry it out are shown the same, and nothing of it is kept.
        var token = tokens.Of(approval.Id);
        if (await partners.FindAsync(partner, cancellation) is not { } stored)
        {
            return new(Refusals.Stale);
        }

        var isMade = PartnerTokens.IsOf(stored, token)
            || (stored.ETag.ToString() == approval.SeenETag && await tokens.TryRotateAsync(stored, token, approval.Id, cancellation));
        return isMade ? new(SellActions.Done) { ClientToken = token } : new(Refusals.Stale);
    }
}

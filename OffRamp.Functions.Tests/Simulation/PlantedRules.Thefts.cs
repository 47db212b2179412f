using OffRamp.Functions.Deposits;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>Mistakes that a thief would look for: the settings and the looks that keep him from it.</summary>
internal static partial class PlantedRules
{
    /// <summary>The settings of a world, without what the mistake forgets.</summary>
    public static SellPolicy PolicyOf(Plan plan, Bug bug)
    {
        var asset = A.Asset with { RefundCost = Money.Parse(plan.RefundCost, A.Asset.Currency) };
        var ours = A.Policy with { Asset = asset };
        var policy = plan.Happenings.Any(Thieves.IsClaimedElsewhere)
            ? ours with { ClaimedElsewhere = Thieves.ClaimedElsewhere(plan) }
            : ours;
        return bug switch
        {
            Bug.AsksForAnyNumberOfCards => policy with { MaximumCards = int.MaxValue },
            Bug.PassesAnyAmountThrough => policy with { Asset = policy.Asset with { Maximum = Money.Parse("1000000000", policy.Asset.Currency) } },
            Bug.CountsAnothersTransfer => ours,
            Bug.TakesSpecksForDeposits => policy with { Asset = policy.Asset with { Dust = Money.Zero(policy.Asset.Currency) } },
            _ => policy,
        };
    }

    /// <summary>What was asked once more says what was known when the sell was made.</summary>
    private static CustodianAnswered Reassured(CustodianAnswered answer, Sell sell) => answer with
    {
        Kyc = answer.Kyc is null ? null : KycStatus.Verified,
        CurrentRate = answer.CurrentRate is null ? null : sell.Quote.Rate,
    };
}

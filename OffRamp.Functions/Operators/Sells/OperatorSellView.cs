using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Views;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>A sell as operators see it in lists: as its partner does, and what only they are to know.</summary>
internal sealed record OperatorSellView(
    PartnerId PartnerId, IReadOnlyCollection<string> Queues, IReadOnlyList<CaseView> Cases, string Held, DateTimeOffset? MoneySince, DateTimeOffset WakeAt,
    SellView Sell)
{
    public static OperatorSellView Of(Sell sell) => new(
        sell.PartnerId, [.. QueueRules.Of(sell).Order(StringComparer.Ordinal)], [.. sell.OpenCases.Select(CaseView.Of)], sell.Unassigned.ToString(),
        MoneySinceOf(sell), sell.WakeAt, SellView.Of(sell));

    /// <summary>Since when there is money of the user's in it; null where none came.</summary>
    private static DateTimeOffset? MoneySinceOf(Sell sell) =>
        sell.LiveDepositsOfAnyKind.Select(deposit => (DateTimeOffset?)deposit.SeenAt).Min();
}

/// <summary>Something of a sell that only a person can settle, and has not yet.</summary>
internal sealed record CaseView(string Id, string Kind, string Detail, DateTimeOffset At)
{
    public static CaseView Of(Case open) => new(open.Id, open.Kind, open.Count > 1 ? $"{open.Detail} and {open.Count - 1} more" : open.Detail, open.At);
}

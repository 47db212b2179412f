using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Operators;

/// <summary>A sell as operators see it in lists: as its partner does, and what only they are to know.</summary>
internal sealed record OperatorSellView(
    PartnerId PartnerId, IReadOnlyCollection<string> Queues, IReadOnlyList<Case> Cases, DateTimeOffset WakeAt, SellView Sell)
{
    public static OperatorSellView Of(Sell sell) => new(
        sell.PartnerId, [.. Operators.Queues.Of(sell).Order(StringComparer.Ordinal)], sell.Cases, sell.WakeAt, SellView.Of(sell));
}

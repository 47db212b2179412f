using OffRamp.Functions.Partners;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Sells;

namespace OffRamp.Functions.Tests.Partners;

/// <summary>What one session's orders take of their user's day, of which one becomes its sell.</summary>
[TestClass]
internal sealed class ReservationsTests
{
    [TestMethod]
    public async Task Of_two_orders_of_one_session_the_larger_is_reserved()
    {
        var sells = await StoredSells.StartAsync();
        var sell = A.Sell();

        var taken = new[] { await ReserveAsync(sells, sell, "10"), await ReserveAsync(sells, sell, "9000"), await ReserveAsync(sells, sell, "10") };

        CollectionAssert.AreEqual(new[] { true, true, true }, taken);
        Assert.AreEqual("9000000000", await sells.ReservedAsync(sell));
    }

    [TestMethod]
    public async Task An_order_that_its_day_has_no_room_for_is_refused_also_after_a_smaller_one()
    {
        var sells = await StoredSells.StartAsync();
        var sell = A.Sell();
        await ReserveAsync(sells, sell, "10");

        var isTaken = await ReserveAsync(sells, sell, "50000.000001");

        Assert.IsFalse(isTaken);
        Assert.AreEqual("10000000", await sells.ReservedAsync(sell));
    }

    [TestMethod]
    public async Task An_order_of_the_next_day_takes_of_that()
    {
        var sells = await StoredSells.StartAsync();
        var sell = A.Sell();
        await ReserveAsync(sells, sell, "10");
        sells.Clock.Advance(TimeSpan.FromDays(1));

        await ReserveAsync(sells, sell, "9000");

        Assert.AreEqual("9000000000", await sells.ReservedAsync(sell));
    }

    private static async Task<bool> ReserveAsync(StoredSells sells, Sell sell, string amount)
    {
        var now = sells.Clock.GetUtcNow();
        var read = await sells.Reservations.ReadAsync(sell.PartnerId, sell.UserKey, sell.Id, now, default);
        return await sells.Reservations.ReserveAsync(
            new(sell.PartnerId, sell.UserKey, sell.Id, Money.Parse(amount, sell.Asset), now), Money.Parse("50000", sell.Asset), read, default);
    }
}

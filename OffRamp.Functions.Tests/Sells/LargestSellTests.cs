using System.Globalization;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Recovery;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>A sell takes fifty deposits. Each of its events tells of all of them, and what comes at once is written at once.</summary>
[TestClass]
internal sealed class LargestSellTests
{
    private const int Deposits = 50;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task A_sell_of_fifty_deposits_is_far_from_what_a_row_and_a_transaction_may_hold()
    {
        var sells = await StoredSells.StartAsync();
        var sell = await sells.AddAsync();
        sells.Clock.SetUtcNow(A.Start + TimeSpan.FromMinutes(11));
        for (var n = 0; n < Deposits; n++)
        {
            await sells.ArrivesAsync(sell.Id, A.Transfer("5", n.ToString("x64", CultureInfo.InvariantCulture)));
        }

        sells.Tables.Log.Clear();
        var largest = 0;
        for (var (before, look) = (await SizeAsync(sells), 0); look < Deposits / SellStore.MaximumTaken; look++)
        {
            await sells.LookAsync(sell.Id);
            var after = await SizeAsync(sells);
            (largest, before) = (Math.Max(largest, after - before), after);
        }

        var taken = await sells.ReadAsync(sell.Id);
        var row = SellRows.Of(taken);
        var rows = sells.Tables.Log.Requests.Where(request => request.Operation == StorageOperation.Transaction).Max(RowsOf);
        TestContext.WriteLine($"{row.Size:N0} bytes; its largest transaction {rows} rows and {largest + WireSize(row):N0} bytes; {sells.Tables.Log.Count} requests");
        Assert.HasCount(Deposits, taken.LiveDeposits);
        Assert.IsLessThan(StorageLimits.RowBytes / 4, row.Size);
        Assert.IsLessThan(StorageLimits.TransactionBytes / 2, largest + WireSize(row));
        Assert.IsLessThan(StorageLimits.TransactionOperations, rows);
    }

    private static async Task<int> SizeAsync(StoredSells sells) => (await CopiedTables.RowsAsync(sells.Tables.Store.Table(StorageNames.Sells))).Sum(WireSize);

    private static int WireSize(Row row) => TableWireRow.Write(row).Length;

    private static int RowsOf(StorageRequest request) => int.Parse(request.Target.Split('(', ')')[1], CultureInfo.InvariantCulture);
}

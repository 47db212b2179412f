using OffRamp.Benchmarks.Product;

namespace OffRamp.Benchmarks.Sells;

/// <summary>
/// What storage is asked for a sell where Durable's state is in it, as in Azure: sells one after the other, and then their
/// deposit timers firing unheard. What is asked anyway, by an app that has nothing to do, is taken off.
/// </summary>
/// <param name="Ours">Operations a sell on the product's tables.</param>
/// <param name="DurableTables">Operations a sell on Durable's tables.</param>
/// <param name="DurableQueues">Operations a sell on Durable's queues, messages and looks.</param>
/// <param name="Blobs">Operations a sell on blobs: leases, and messages too large for a queue.</param>
/// <param name="IdleAMinute">Operations a minute of an app that has nothing to do.</param>
internal sealed record DurableCount(double Ours, double DurableTables, double DurableQueues, double Blobs, double IdleAMinute)
{
    private const int MostIdleSeconds = 60;

    /// <summary>Long enough that a sell is paid within it: after a rest Durable looks into its queues every 30 s.</summary>
    private static readonly TimeSpan DepositWindow = TimeSpan.FromSeconds(120);

    public static async Task<DurableCount> MeasureAsync(ProductBuild build, SellsBenchOptions options)
    {
        var (sells, afterwards, idleFor) = (options.Durable, TimeSpan.FromSeconds(options.DurableRest), TimeSpan.FromSeconds(Math.Min(MostIdleSeconds, options.DurableRest)));
        await using var world = await ProductWorld.StartAsync(build, ("OFFRAMP_DURABLE_STORE", "azure-storage"), ("OFFRAMP_DEPOSIT_WINDOW", DepositWindow.ToString()));
        using var seller = new Seller(world);
        await seller.FollowAsync();
        await seller.RunAsync(1, atOnce: 1);
        await Task.Delay(afterwards);
        var start = await world.Product.OperationsAsync();
        await Task.Delay(idleFor);
        var (idle, began) = (await world.Product.OperationsAsync(), TimeProvider.System.GetTimestamp());
        await seller.RunAsync(sells, atOnce: 1);
        await Task.Delay(afterwards);
        var (end, idles) = (await world.Product.OperationsAsync(), TimeProvider.System.GetElapsedTime(began) / idleFor);
        return new(ASell(IsOurs), ASell(IsDurables), ASell(name => Is(name, "queue")), ASell(name => Is(name, "blob")), Sum(idle, start, _ => true) * (TimeSpan.FromMinutes(1) / idleFor));

        double ASell(Func<string, bool> which) => (Sum(end, idle, which) - idles * Sum(idle, start, which)) / sells;
    }

    private static double Sum(Dictionary<string, int> after, Dictionary<string, int> before, Func<string, bool> which) =>
        after.Where(count => which(count.Key)).Sum(count => count.Value - before.GetValueOrDefault(count.Key));

    private static bool IsOurs(string name) => Is(name, "table") && !IsDurables(name);

    private static bool IsDurables(string name) => Is(name, "table") && name.Contains("OffRampHub", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string name, string service) => name.StartsWith(service, StringComparison.Ordinal);
}

using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>An installation whose tables were never restored.</summary>
internal sealed class NothingFrozen : IMoneyFreeze
{
    public Task<Step?> FindAsync(Sell sell, CancellationToken cancellation) => Task.FromResult<Step?>(null);
}

using OffRamp.Functions.Sells.Rules;

namespace OffRamp.Functions.Sells.Store;

/// <summary>
/// Asked right before money would leave for the first time under an id: after a restore the record may be older than what
/// happened, and then the providers' word comes first.
/// </summary>
internal interface IMoneyFreeze
{
    /// <summary>What to do with the sell instead; null where its money may move. Throws where that cannot be told.</summary>
    Task<Step?> FindAsync(Sell sell, CancellationToken cancellation);
}

using OffRamp.Functions.Sells;

namespace OffRamp.Functions.Deposits;

/// <summary>Asks about the senders of a sell's deposits that nobody was asked about yet.</summary>
internal sealed class ScreenDeposits(IScreening screening)
{
    /// <returns>By the deposits' ids; one without an answer is not in it.</returns>
    public async Task<IReadOnlyDictionary<string, ScreenedRisk>> RunAsync(Sell sell, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ScreenedRisk>();
        if (!screening.IsOn)
        {
            return found;
        }

        var deposits = sell.LiveDepositsOfAnyKind.Where(deposit => deposit.IsToBeScreened).ToList();
        var answers = await Task.WhenAll(
            deposits.Select(deposit => screening.AskSenderAsync(sell.Network, sell.Deposit.Address, deposit.TxHash, cancellation)));
        foreach (var (deposit, risk) in deposits.Zip(answers))
        {
            if (risk is { } known)
            {
                found[deposit.Id] = known;
            }
        }

        return found;
    }
}

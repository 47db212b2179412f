using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Deposits;

/// <inheritdoc cref="IScreening"/>
internal sealed class HttpScreening(ProviderHttp http) : IScreening
{
    public bool IsOn => true;

    public Task<ScreenedRisk?> AskSenderAsync(Network network, string address, string txHash, CancellationToken cancellation) =>
        AskAsync(new { address = Spelled(network, address), network, direction = "in", tx_hash = txHash }, cancellation);

    public Task<ScreenedRisk?> AskRecipientAsync(Network network, string address, CancellationToken cancellation) =>
        AskAsync(new { address = Spelled(network, address), network, direction = "out" }, cancellation);

    // A list may be compared letter by letter, and in which case an address was typed is up to its user.
    private static string Spelled(Network network, string address) =>
        ChainAddress.TryParse(network, address, out var read) ? read.Checksummed : address;

    // What was asked before may be answered otherwise today, so that no question is a repetition of another.
    private async Task<ScreenedRisk?> AskAsync(object question, CancellationToken cancellation)
    {
        var answer = await http.PostAsync("/screenings", question, $"scr_{Guid.NewGuid():N}", cancellation);
        return answer.Text("risk", maximum: 64) switch
        {
            "low" => ScreenedRisk.Low,
            null => null,

            // A word we do not know may be worse than high: a person looks at it.
            _ => ScreenedRisk.High,
        };
    }
}

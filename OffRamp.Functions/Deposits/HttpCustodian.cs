using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Deposits;

/// <inheritdoc cref="ICustodian"/>
internal sealed partial class HttpCustodian(ProviderHttp http) : ICustodian
{
    public async Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation)
    {
        var wanted = new { sell_id = sell, asset = asset.Currency.Code, network = asset.Network };
        var answer = await http.PostAsync("/addresses", wanted, $"{sell}_address", cancellation);
        var hasMemo = answer.Body is { } body && new JsonFields(body, "", new()).IsGiven("memo");

        // A memo that cannot be shown to the user would send the crypto nowhere: then there is no address either.
        return ChainAddress.TryParse(asset.Network, answer.Text("address"), out var address)
            && (!hasMemo || answer.Text("memo", maximum: 255) is not null)
            ? new(address.Text, answer.Text("memo", maximum: 255))
            : null;
    }

    public async Task<DepositPage?> ListDepositsAsync(string address, Asset asset, string? cursor, CancellationToken cancellation)
    {
        var query = $"address={Uri.EscapeDataString(address)}&contract_address={Uri.EscapeDataString(asset.ContractAddress)}";
        var from = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
        var answer = await http.GetAsync($"/deposits?{query}{from}", cancellation);
        if (!answer.IsSuccess || answer.Body is not { } body || !ChainAddress.TryParseAny(address, out var asked)
            || !body.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        // A page that does not say where the list goes on, or that it ends, is not understood.
        var problems = new FieldProblems();
        var next = new JsonFields(body, "", problems).Text("next_cursor", maximum: 4096);
        if (problems.Any || (next is not null && next == cursor))
        {
            return null;
        }

        var reader = new DepositPageReader(asked, asset);
        foreach (var item in data.EnumerateArray())
        {
            reader.Add(item);
        }

        return reader.Page(next);
    }
}

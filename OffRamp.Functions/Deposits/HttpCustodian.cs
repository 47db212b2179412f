using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Deposits;

/// <inheritdoc cref="ICustodian"/>
internal sealed partial class HttpCustodian(ProviderHttp http, ILogger<HttpCustodian> log) : ICustodian
{
    public async Task<CustodianAddress?> CreateAddressAsync(SellId sell, Asset asset, CancellationToken cancellation)
    {
        var wish = new { sell_id = sell, asset = asset.Currency.Code, network = asset.Network };
        var answer = await http.PostAsync("/addresses", wish, $"{sell}_address", cancellation);
        var hasMemo = answer.Body is { } body && new JsonFields(body, "", new()).IsGiven("memo");

        // A memo that cannot be shown to the user would send the crypto nowhere: then there is no address either.
        return ChainAddress.TryParse(asset.Network, answer.Text("address"), out var address)
            && (!hasMemo || answer.Text("memo", maximum: 255) is not null)
            ? new(address.Text, answer.Text("memo", maximum: 255))
            : null;
    }

    public async Task<IReadOnlyList<DepositFact>?> ListDepositsAsync(string address, CancellationToken cancellation)
    {
        var answer = await http.GetAsync($"/deposits?address={Uri.EscapeDataString(address)}", cancellation);
        if (!answer.IsSuccess || answer.Body is not { } body
            || !body.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            return null;

        var facts = new List<DepositFact>();
        foreach (var item in data.EnumerateArray())
        {
            if (Read(item, address) is { } fact)
                facts.Add(fact);
        }

        return facts;
    }

    private DepositFact? Read(JsonElement item, string address)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            Skipped("no object");
            return null;
        }

        var fields = new JsonFields(item, "", new());
        var status = fields.OneOf("status", ReadDepositFact.Statuses, required: true);
        var fact = ReadDepositFact.From(fields, ReadDepositFact.Status(status ?? "") ?? DepositStatus.Seen);
        if (fact is null)
            Skipped(string.Join(", ", fields.Problems.Found.Select(problem => $"{problem.Path} {problem.Code}")));
        else if (!ChainAddress.TryParseAny(address, out var asked) || asked.Normalized != fact.Address)
            Skipped("address is another");
        else
            return fact;
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "A transfer in the custodian's list cannot be used and is left out: {Problems}")]
    private partial void Skipped(string problems);
}

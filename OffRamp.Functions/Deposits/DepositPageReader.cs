using System.Text.Json;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Deposits;

/// <summary>
/// Sorts the entries of the custodian's list. Each counts as the address's own unless it readably names another, and one
/// that cannot be read is never left out silently: it may be the user's money. What is readably of another token or network,
/// of no value, or gone from the chain blocks nothing, whatever else is wrong with it.
/// </summary>
internal sealed class DepositPageReader(ChainAddress asked, Asset asset)
{
    private readonly List<DepositFact> facts = [];
    private readonly List<UnreadableEntry> unreadable = [];
    private int foreign;

    public DepositPage Page(string? nextCursor) => new(facts) { Unreadable = unreadable, Foreign = foreign, NextCursor = nextCursor };

    public void Add(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            unreadable.Add(Name(item, null, null));
            return;
        }

        var fields = new JsonFields(item, "", new());
        var status = ReadDepositFact.Status(fields.Aside().Text("status") ?? "");
        if (NamesAnotherAddress(fields.Aside()))
        {
            return;
        }

        if (status is { } known && ReadDepositFact.From(fields, known, asked) is { } fact && !HasImpossibleAmount(fact))
        {
            facts.Add(fact);
        }
        else if (IsOfAnotherToken(fields.Aside()) || fields.Aside().PlainDecimal("amount") is { } amount && amount.All(digit => digit is '0' or '.'))
        {
            foreign++;
        }
        else if (status != DepositStatus.Dropped)
        {
            unreadable.Add(Name(item, fields.Aside(), status));
        }
    }

    private bool NamesAnotherAddress(JsonFields fields) =>
        ChainAddress.TryParseAny(fields.Text("address"), out var named) && named.Normalized != asked.Normalized;

    /// <summary>Finer than our own token can be divided: then something else of it is not as we read it.</summary>
    private bool HasImpossibleAmount(DepositFact fact) =>
        (fact.Network, fact.ContractAddress) == (asset.Network, asset.Contract.Normalized) && !Money.TryParse(fact.Amount, asset.Currency, out _);

    /// <summary>A network that nobody here knows is another one, but not if our token's contract stands beside it.</summary>
    private bool IsOfAnotherToken(JsonFields fields)
    {
        var contract = fields.Text("contract_address");
        if (ChainAddress.TryParseAny(contract, out var named) && named.Normalized == asset.Contract.Normalized)
        {
            return false;
        }

        var isKnown = Networks.TryParse(fields.Text("network"), out var network);
        return named.Normalized is not null || ReadDepositFact.IsNoContract(contract)
            || (isKnown ? network != asset.Network : contract is null && fields.Text("network") is not null && fields.Text("asset") is not null && !IsOurCode(fields));
    }

    private bool IsOurCode(JsonFields fields) =>
        fields.Text("asset")!.Contains(asset.Currency.Code, StringComparison.OrdinalIgnoreCase);

    private UnreadableEntry Name(JsonElement item, JsonFields? fields, DepositStatus? status)
    {
        var written = item.GetRawText();
        var id = fields is not null && TxHash.TryParse(fields.Text("tx_hash"), out var hash)
            ? UnreadableEntry.IdOf(hash.Value, fields.Integer("log_index", 0, int.MaxValue))
            : UnreadableEntry.IdOf(written);
        return new UnreadableEntry(id, UnreadableEntry.Digest(written))
        {
            Known = fields is null ? null : ReadDepositFact.Known(fields, status ?? DepositStatus.Seen, asked, asset),
        };
    }
}

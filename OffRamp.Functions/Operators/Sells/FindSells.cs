using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators.Sells;

/// <summary>
/// GET /ops/api/find?tx_hash=|address=|reference=|email=: the sells that a hash of a deposit or refund, an address that
/// was given for deposits or that something went back to, a reference, or a user's e-mail address belongs to. A reference is the partner's, or any id of ours, also as providers know it.
/// </summary>
internal sealed class FindSells(OperatorSells sells, DepositAddresses addresses, SessionsByEmail byEmail, Assets assets)
{
    private static readonly string[] Names = ["tx_hash", "address", "reference", "email"];
    private static readonly string[] IdPrefixes = ["ses_", "sell_", "dep_", "pay_", "ref_"];

    [Function("FindSells")]
    [ForOperators]
    [Operation("findSells", "Find sells by one of four")]
    [QueryParameter("tx_hash")]
    [QueryParameter("address")]
    [QueryParameter("reference")]
    [QueryParameter("email")]
    [Answers(200, typeof(FoundSells))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.OperatorFind)] HttpRequest request) => HandleAsync(request.HttpContext);

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var query = new QueryFields(context.Request.Query);
        var hash = query.Parsed("tx_hash", text => TxHash.TryParse(text, out var read) ? read : (TxHash?)null,
            "invalid_tx_hash", "a transaction hash");
        var address = query.Text("address");
        var reference = query.Text("reference");
        var email = query.Text("email");
        if (Names.Count(name => context.Request.Query[name].ToString().Length > 0) != 1)
        {
            query.Problems.Add("", "required", $"Exactly one of {string.Join(", ", Names)} is needed.");
        }

        query.ThrowIfInvalid();

        var cancellation = context.RequestAborted;
        var found = hash is { } known ? await sells.FollowAsync(IndexKeys.Transaction(known.Value), cancellation)
            : address is not null ? await ByAddressAsync(address, cancellation)
            : email is not null ? await sells.ReadAsync((await byEmail.FindAsync(email, cancellation)).Select(session => session.Sell), cancellation)
            : await ByReferenceAsync(reference!, cancellation);
        return Results.Ok(new FoundSells([.. found.OrderByDescending(sell => sell.CreatedAt).Select(OperatorSellView.Of)]));
    }

    private async Task<IReadOnlyList<Sell>> ByAddressAsync(string text, CancellationToken cancellation)
    {
        var ids = new List<SellId>();
        foreach (var network in assets.Networks)
        {
            if (ChainAddress.TryParse(network, text, out var address))
            {
                ids.AddRange(await sells.IdsAsync(IndexKeys.RefundAddress(network, address.Normalized), cancellation));
                if (await addresses.FindAsync(address, cancellation) is { } sell)
                {
                    ids.Add(sell);
                }
            }
        }

        return await sells.ReadAsync(ids, cancellation);
    }

    private async Task<IReadOnlyList<Sell>> ByReferenceAsync(string reference, CancellationToken cancellation)
    {
        var named = IdPrefixes.Where(prefix => reference.StartsWith(prefix, StringComparison.Ordinal))
            .Select(prefix => reference[prefix.Length..])
            .Where(rest => rest.Length == Id26.Length || (rest.Length > Id26.Length && rest[Id26.Length] == '_'));
        if (named.FirstOrDefault() is { } characters && Id26.TryParse(characters.AsSpan(0, Id26.Length), out var id)
            && await sells.ReadAsync([new SellId(id)], cancellation) is { Count: > 0 } one)
        {
            return one;
        }

        return await sells.FollowAsync(SellIndex.Reference(reference), cancellation);
    }
}

internal sealed record FoundSells(IReadOnlyList<OperatorSellView> Data);

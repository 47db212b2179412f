using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>GET /ops/api/partners: all partners, newest first.</summary>
internal sealed class ListPartners(PartnerStore partners, Cursor cursors)
{
    private const string Scope = "partners";

    [Function("ListPartners")]
    [ForOperators]
    [Operation("listPartners", "List the partners, newest first")]
    [Paged]
    [Answers(200, typeof(Page<PartnerView>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Partners)] HttpRequest request)
    {
        var context = request.HttpContext;
        var query = new QueryFields(context.Request.Query);
        var page = PageRequest.Read(query, cursors, Scope);
        query.ThrowIfInvalid();

        var found = await ReadAsync(page, context.RequestAborted);

        return Results.Ok(page.Of(found, PartnerView.Of, partner => PlaceOf(partner.Id), cursors, Scope));
    }

    /// <summary>At most one more than the page asks for.</summary>
    private async Task<IReadOnlyList<Partner>> ReadAsync(PageRequest page, CancellationToken cancellation)
    {
        var wanted = (await partners.ListAsync(cancellation))
            .Where(id => page.After is null || string.CompareOrdinal(PlaceOf(id), page.After) > 0)
            .OrderBy(PlaceOf, StringComparer.Ordinal).Take(page.Limit + 1);
        var found = await Task.WhenAll(wanted.Select(id => partners.FindAsync(id, cancellation)));
        return [.. found.OfType<StoredPartner>().Select(stored => stored.Partner)];
    }

    private static string PlaceOf(PartnerId id) => id.Id.ToNewestFirst();
}

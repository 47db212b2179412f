using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Operators.Partners;

/// <summary>GET /ops/api/partners/{id}.</summary>
internal sealed class ReadPartner(PartnerStore partners)
{
    [Function("GetPartner")]
    [ForOperators]
    [Operation("getPartner", "Read a partner")]
    [Answers(200, typeof(PartnerView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Partner)] HttpRequest request, string id)
    {
        if (!PrefixedId.TryParse<PartnerId>(id, out var partner) || await partners.FindAsync(partner, request.HttpContext.RequestAborted) is not { } found)
        {
            return Problems.NotFound("There is no such partner.");
        }

        Versions.Tell(request.HttpContext, found.ETag.ToString());
        return Results.Ok(PartnerView.Of(found.Partner));
    }
}

using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/partners/{id}.</summary>
internal static class ReadPartner
{
    [Operation("getPartner", "Read a partner")]
    [Answers(200, typeof(PartnerView))]
    public static async Task<IResult> Handle(string id, PartnerStore partners, CancellationToken cancellation) =>
        PrefixedId.TryParse<PartnerId>(id, out var partner) && await partners.FindAsync(partner, cancellation) is { } found
            ? Results.Ok(PartnerView.Of(found.Partner))
            : Problems.NotFound("There is no such partner.");
}

using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Operators;

/// <summary>POST /ops/api/partners: a new partner, and this once its token.</summary>
internal sealed class CreatePartner(PartnerStore partners, OperatorLog log, Settings settings, TimeProvider clock)
{
    [Function("CreatePartner")]
    [ForOperators]
    [Operation("createPartner", "Create a partner")]
    [Takes(typeof(PartnerBody))]
    [Answers(201, typeof(PartnerView), Says = "The partner, with `client_token`, which is shown this once.")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Partners)] HttpRequest request)
    {
        var context = request.HttpContext;
        var cancellation = request.HttpContext.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        return await RunAsync(context.Operator(), body, cancellation);
    }

    private async Task<IResult> RunAsync(Operator who, JsonFields body, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var blank = new Partner { Id = new(Id26.New(now)), Name = "", CreatedAt = now };
        var partner = PartnerWish.Apply(body, blank, isNew: true);
        var token = ClientToken.New(live: !settings.IsLocal);

        await log.WriteAsync(who, "partner.created", partner.Id.ToString(), reason: null, cancellation);
        await partners.AddAsync(partner, Secrets.Hash(token), cancellation);

        return Results.Json(PartnerView.Of(partner) with { ClientToken = token }, statusCode: StatusCodes.Status201Created);
    }
}

using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Operators.Erasing;

/// <summary>
/// POST /ops/api/erasures: a user wants to be forgotten. It moves no money and waits for nobody, and it is on record before it
/// is done, without a word of who it was.
/// </summary>
internal sealed class EraseUser(Erasure erasure, PartnerStore partners, OperatorLog log)
{
    private const string Says = "The user's e-mail address, `partner_user_id`, `user_reference`, metadata and links are taken out of all sessions and sells of the partner that have ended, "
        + "out of their events, and out of what operators find by. Amounts, dates, addresses, transactions and the card's brand and last four stay: they are the books. "
        + "Sessions in `not_ended` were left alone: ask again when they have ended. Who did it and why is logged; the log does not say whose data it was.";

    [Function("EraseUser")]
    [ForOperators]
    [Idempotent]
    [Operation("eraseUser", "Erase a user's e-mail address and references", Says = Says)]
    [Takes(typeof(ErasureBody))]
    [Answers(200, typeof(ErasureView))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Erasures)] HttpRequest request)
    {
        var context = request.HttpContext;
        var cancellation = context.RequestAborted;
        var (user, reason) = await ReadAsync(await RequestBody.ReadAsync(context), cancellation);
        var entry = await log.WriteAsync(context.Operator(), "user.erased", user.Partner.ToString(), reason, cancellation, claimed: context.Claim().Id);
        var result = await erasure.RunAsync(user, cancellation);
        await log.CloseAsync(entry, "done", cancellation);
        return Results.Ok(new ErasureView(user.Partner, result.Erased, result.NotEnded));
    }

    private async Task<(ErasedUser User, string Reason)> ReadAsync(JsonFields fields, CancellationToken cancellation)
    {
        var named = fields.Text("partner_id", required: true);
        var email = fields.Email("email");
        var partnerUserId = fields.Reference("partner_user_id");
        var reason = fields.Text("reason", required: true);
        var partner = PrefixedId.TryParse<PartnerId>(named ?? "", out var id) ? await partners.FindAsync(id, cancellation) : null;
        if (named is not null && partner is null)
        {
            fields.Fail("partner_id", "not_found", "There is no such partner.");
        }

        if (!fields.IsGiven("email") && !fields.IsGiven("partner_user_id"))
        {
            fields.Fail("email", "required", "One of email and partner_user_id is needed, or both.");
        }

        fields.ThrowIfInvalid();
        return (new(id, email, partnerUserId), reason!);
    }
}

/// <summary>The fields of the request, for the API's description.</summary>
internal sealed record ErasureBody
{
    public required string PartnerId { get; init; }
    public string? Email { get; init; }
    public string? PartnerUserId { get; init; }
    public required string Reason { get; init; }
}

/// <param name="Erased">How many sessions of the user name nobody any more.</param>
/// <param name="NotEnded">Sessions of the user that were left alone.</param>
internal sealed record ErasureView(PartnerId PartnerId, int Erased, IReadOnlyList<SessionId> NotEnded)
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "erasure";
}

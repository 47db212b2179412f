using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Kyc;

/// <summary>GET /widget/users/{partner_user_id}/kyc-status</summary>
internal sealed class GetKycStatus(UserKyc users)
{
    [Function("GetKycStatus")]
    [ForPartners]
    [Operation("getKycStatus", "Ask whether a user is verified")]
    [Answers(200, typeof(UserKycView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.KycStatus)] HttpRequest request, string userId)
    {
        var context = request.HttpContext;
        var user = PathText.Decode(userId);
        if (user.Length is 0 or > 255)
        {
            return Problems.NotFound();
        }

        var status = await users.FindAsync(context.Partner().Id, UserKeys.Of(user, null)!, context.RequestAborted);
        return Results.Json(new UserKycView(user, status));
    }
}

internal sealed record UserKycView(string PartnerUserId, KycStatus Status);

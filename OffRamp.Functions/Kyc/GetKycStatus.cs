using OffRamp.Functions.Hosting;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Kyc;

/// <summary>GET /widget/users/{partner_user_id}/kyc-status</summary>
internal static class GetKycStatus
{
    [Operation("getKycStatus", "Ask whether a user is verified")]
    [Answers(200, typeof(UserKycView))]
    public static async Task<IResult> Handle(string userId, HttpContext context, UserKyc users)
    {
        var user = PathText.Decode(userId);
        if (user.Length is 0 or > 255)
            return Problems.NotFound();
        var status = await users.FindAsync(context.Partner().Id, UserKeys.Of(user, null)!, context.RequestAborted);
        return Results.Json(new UserKycView(user, status));
    }
}

internal sealed record UserKycView(string PartnerUserId, KycStatus Status);

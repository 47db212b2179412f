using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Kyc;

/// <summary>
/// <c>POST /verifications</c> and <c>GET /verifications/{id}</c>. One verification for each user of a
/// partner. The first status is not announced, it is there to be read; changes are.
/// </summary>
internal static class StartVerification
{
    public static Outcome Decide(Ask ask)
    {
        var (partnerId, user) = (ask.Body.Text("partner_id"), ask.Body.Text("user"));
        if (ask.Body.HasProblems)
        {
            return ask.Body.Refusal();
        }

        if (ask.Books.VerificationOf(partnerId, user) is { } known)
        {
            return Outcome.Ok(View(known, ask));
        }

        var started = new Verification($"ver_{Guid.CreateVersion7():n}", partnerId, user, Verification.StatusAtFirst(user));
        return Outcome.Ok(View(started, ask), new VerificationChanged(started));
    }

    public static Outcome Get(Ask ask) => ask.Books.Verifications.TryGetValue(ask.Route("id"), out var verification)
        ? Outcome.Ok(new { verification.VerificationId, verification.Status, verification.Subject })
        : NotFound;

    public static Outcome NotFound => Outcome.NotFound("verification_not_found", "No such verification.");

    private static object View(Verification verification, Ask ask) => new
    {
        verification.VerificationId,
        url = $"{ask.BaseUrl}/verify/{verification.VerificationId}",
        verification.Status,
    };
}

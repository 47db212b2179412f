using System.Text.Json;
using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.LocalHost.Sandbox.Kyc;

/// <summary>The control <c>POST /sandbox/verifications/{id}</c>, and the user's one click. Both send the notice.</summary>
internal static class ChangeVerification
{
    public static Outcome ByControl(Ask ask)
    {
        var status = ask.Body.OneOf("status", null, "not_started", "pending", "verified", "rejected");
        if (ask.Body.HasProblems)
        {
            return ask.Body.Refusal();
        }

        if (!ask.Books.Verifications.TryGetValue(ask.Route("id"), out var verification))
        {
            return StartVerification.NotFound;
        }

        var subject = ask.Body.OptionalText("subject") ?? verification.Subject;
        var changed = verification with { Subject = subject, Status = JsonSerializer.Deserialize<VerificationStatus>($"\"{status}\"", SandboxJson.Options) };
        return Outcome.Ok(new { changed.VerificationId, changed.Status }, Facts(changed, ask.Now));
    }

    public static Outcome ByClick(Ask ask)
    {
        if (!ask.Books.Verifications.TryGetValue(ask.Route("id"), out var verification))
        {
            return StartVerification.NotFound;
        }

        var goOn = new SeeOther($"/verify/{verification.VerificationId}");
        return verification.Status == VerificationStatus.NotStarted
            ? new Outcome(303, goOn, Facts(verification with { Status = VerificationStatus.Verified }, ask.Now))
            : new Outcome(303, goOn);
    }

    private static Fact[] Facts(Verification changed, DateTimeOffset now) =>
    [
        new VerificationChanged(changed),
        new NoticeQueued(Notice.Of(Provider.Kyc, $"verification {changed.VerificationId}", "kyc.updated",
            new { changed.VerificationId, changed.Status }, now)),
    ];
}

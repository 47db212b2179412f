using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Kyc;

/// <summary><c>POST /webhooks/kyc</c>: a user's verification has come further.</summary>
internal sealed class ReceiveKycNotice(KycNotices notices, NoticeInbox inbox, Settings settings)
{
    [Function("ReceiveKycNotice")]
    [FromProviders]
    [Operation("receiveKycNotice", "Tell of a user's verification", Says = NoticeInbox.Says)]
    [Takes(typeof(KycNoticeBody))]
    [Answers(202, typeof(NoticeReceipt), Says = "It is stored.")]
    [Answers(200, typeof(NoticeReceipt), Says = "It was stored before; nothing happened.")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.KycNotices)] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => inbox.ReceiveAsync(
            request.HttpContext, NoticeSource.Kyc, settings.Kyc.NoticeSecrets, Read, (notice, said) => TakeAsync(notice, said, request.HttpContext.RequestAborted));

    private async Task<IResult> TakeAsync(SignedNotice notice, UserVerification said, CancellationToken cancellation)
    {
        if (await notices.FindUserAsync(said.VerificationId!, cancellation) is not { } user)
        {
            return await inbox.SetAsideAsync(NoticeSource.Kyc, notice, "no_user", cancellation);
        }

        if (!await notices.IsCurrentAsync(user, said.VerificationId!, cancellation))
        {
            return await inbox.SetAsideAsync(NoticeSource.Kyc, notice, "superseded", cancellation);
        }

        var isNews = await notices.TrySaveAsync(user, said, notice.WebhookId, cancellation);
        await notices.TellAsync(user, cancellation);
        return isNews ? NoticeInbox.Accepted() : NoticeInbox.Repeated();
    }

    private static UserVerification? Read(string type, JsonFields data)
    {
        var id = data.Text("verification_id", required: true);
        var status = data.OneOf("status", ["not_started", "pending", "verified", "rejected"], required: true);
        return id is not null && HttpKycProvider.Read(status) is { } known ? new(known, id) : null;
    }
}

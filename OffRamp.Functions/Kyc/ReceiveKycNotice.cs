using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Kyc;

/// <summary><c>POST /webhooks/kyc</c>: a user's verification has come further.</summary>
internal sealed class ReceiveKycNotice(KycNotices notices, NoticeInbox inbox, Settings settings, TimeProvider clock)
{
    [Function("ReceiveKycNotice")]
    [FromProviders]
    [Operation("receiveKycNotice", "Tell of a user's verification", Says = NoticeInbox.Says)]
    [Takes(typeof(KycNoticeBody))]
    [Answers(202, typeof(NoticeReceipt), Says = "It is stored.")]
    [Answers(200, typeof(NoticeReceipt), Says = "It was stored before; nothing happened.")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.KycNotices)] HttpRequest request,
        [DurableClient] DurableTaskClient durable) => HandleAsync(request.HttpContext);

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var notice = await SignedNotice.ReadAsync(context, settings.Kyc.NoticeSecrets, clock.GetUtcNow());
        var (said, reason) = NoticeSource.Kyc.Read(notice, static (_, data) => Read(data));
        if (said is null)
        {
            return await inbox.SetAsideAsync(NoticeSource.Kyc, notice, reason, cancellation);
        }

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

    private static UserVerification? Read(JsonFields data)
    {
        var id = data.Text("verification_id", required: true);
        var status = data.OneOf("status", ["not_started", "pending", "verified", "rejected"], required: true);
        return id is not null && HttpKycProvider.Read(status) is { } known ? new(known, id) : null;
    }
}

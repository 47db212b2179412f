using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>GET /widget/sessions/{id}</summary>
internal sealed class PageSession(SessionExpiry expiry)
{
    [Function("GetPageSession")]
    [ForSellPage]
    [Operation("getPageSession", "Read the session and its sell")]
    [Answers(200, typeof(SessionView))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.PageSession)] HttpRequest request,
        [DurableClient] DurableTaskClient durable) =>
        Results.Json(PageView.Of((await expiry.TellAsync(request.HttpContext.Session(), request.HttpContext.RequestAborted)).View(expiry.Now)));
}

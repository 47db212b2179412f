using OffRamp.Functions.Hosting;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.SellPage;

/// <summary>GET /widget/sessions/{id}</summary>
internal static class PageSession
{
    [Operation("getPageSession", "Read the session and its sell")]
    [Answers(200, typeof(SessionView))]
    public static async Task<IResult> Handle(HttpContext context, SessionExpiry expiry) =>
        Results.Json(PageView.Of((await expiry.TellAsync(context.Session(), context.RequestAborted)).View(expiry.Now)));
}

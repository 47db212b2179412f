using System.Text.Json;
using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>What a call is answered by a fault that keeps it from having an effect.</summary>
internal static class FaultyAnswer
{
    private const string Page = "<!doctype html><html><head><title>Request blocked</title></head><body><h1>Access denied</h1></body></html>";

    /// <summary>A fault waits for a call that it can happen to.</summary>
    public static bool CanHappen(FaultMode mode, HttpRequest request, Books books)
    {
        var parts = (request.Path.Value ?? "").Trim('/').Split('/');
        var isPost = HttpMethods.IsPost(request.Method);
        return mode switch
        {
            FaultMode.Lagging404 => !isPost && parts is [var what, var id] && IsKnown(books, what, id),
            FaultMode.Refused422 or FaultMode.Balance422 => isPost && parts is ["payouts" or "refunds"],
            FaultMode.Duplicate400 => isPost,
            FaultMode.Paged or FaultMode.UnreadableEntry => !isPost && parts is ["deposits"],
            FaultMode.ShortReturn => isPost && parts is ["payouts"],
            _ => true,
        };
    }

    /// <summary>Null for a fault that changes what the call does.</summary>
    public static ValueTask<Outcome>? Of(FaultMode mode, HttpRequest request) => mode switch
    {
        FaultMode.Unauthorized => new(Outcome.Refused(401, "unauthorized", "The credentials were revoked.")),
        FaultMode.Html => new(new Outcome(403, new Written("text/html; charset=utf-8", Page))),
        FaultMode.Balance422 => new(Outcome.Refused(422, "insufficient_balance", "The balance is too low.")),
        FaultMode.Lagging404 => new(Outcome.NotFound("not_found", "No such thing was received so far.")),
        FaultMode.Refused422 => new(RefusedAsync(request)),
        _ => null,
    };

    /// <summary>Once it happened all the same, the caller hears that it had happened before.</summary>
    public static Outcome Duplicate(Outcome done) =>
        done.Status >= 300 ? done : new Outcome(400, new Problem(400, "already_exists", "This exists already."), done.Facts);

    private static async Task<Outcome> RefusedAsync(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        var id = request.Path == "/refunds" ? "refund_id" : "payout_id";
        var named = body.RootElement.TryGetProperty(id, out var value) ? value.GetString() : null;
        return id == "payout_id"
            ? new Outcome(422, new { payout_id = named, failure_code = "card_declined", retryable_with_new_details = false })
            : new Outcome(422, new { refund_id = named, failure_code = "refund_refused" });
    }

    private static bool IsKnown(Books books, string what, string id)
    {
        lock (books.Gate)
        {
            return what switch
            {
                "payouts" => books.Payouts.ContainsKey(id),
                "refunds" => books.Refunds.ContainsKey(id),
                "verifications" => books.Verifications.ContainsKey(id),
                _ => false,
            };
        }
    }
}

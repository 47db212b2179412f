using System.Globalization;
using OffRamp.LocalHost.Sandbox.Calls;
using OffRamp.LocalHost.Sandbox.Facts;
using OffRamp.LocalHost.Sandbox.Notices;

namespace OffRamp.LocalHost.Sandbox.Payouts;

/// <summary><c>POST /payouts</c> and <c>GET /payouts/{payout_id}</c>: one effect for each payout id, whatever is asked how often.</summary>
internal static class AcceptPayout
{
    private const decimal BanksFee = 2.50m;
    private static readonly TimeSpan TimeToReturn = TimeSpan.FromSeconds(1);

    public static Outcome Decide(Ask ask)
    {
        var body = ask.Body;
        var (id, amount, currency, token) =
            (body.Text("payout_id"), body.Amount("amount"), body.OneOf("currency", null, "EUR", "USD"), body.Text("card_token"));
        if (body.HasProblems)
        {
            return body.Refusal();
        }

        if (!SandboxCard.All.TryGetValue(token, out var card))
        {
            return SandboxCard.NotFound;
        }

        var payout = new Payout(id, amount, currency, token)
        {
            ProviderReference = $"sbx_{Guid.CreateVersion7():n}",
            AcceptedAt = ask.Now,
            EndsAt = ask.Now + card.Delay,
            FailsWith = card.FailsWith,
            NewDetailsCanHelp = card.NewDetailsCanHelp,
        };
        if (ask.Books.Payouts.TryGetValue(id, out var known))
        {
            return known.AsksTheSameAs(payout) ? Accepted(known)
                : Outcome.Refused(409, "payout_id_reused", "This payout_id stands for another payout.");
        }

        if (ask.Books.TurnedAway.GetValueOrDefault(id) < card.TurnedAwayTimes)
        {
            return Outcome.Unavailable("This card is flaky. Ask again.", new PayoutTurnedAway(id));
        }

        Fact[] notice = card.SendsNotice ? [new NoticeQueued(PayoutNotice.Of(payout, payout.EndsAt))] : [];
        if (ask.Fault == FaultMode.ShortReturn)
        {
            payout = payout with { ReturnedAt = payout.EndsAt + TimeToReturn, ReturnedAmount = LessAFee(amount) };
            notice = [.. notice, new NoticeQueued(PayoutNotice.Of(payout, payout.ReturnedAt.Value))];
        }

        return Accepted(payout, [new PayoutAccepted(payout), .. notice]) with { IsAnswered = card.IsAnswered };
    }

    public static Outcome Get(Ask ask)
    {
        if (!ask.Books.Payouts.TryGetValue(ask.Route("id"), out var payout))
        {
            return Outcome.NotFound("payout_not_found", "No such payout was received so far.");
        }

        var (failureCode, newDetailsCanHelp) = payout.FailureAt(ask.Now);
        return Outcome.Ok(new
        {
            payout.PayoutId,
            status = payout.StatusAt(ask.Now),
            failure_code = failureCode,
            retryable_with_new_details = newDetailsCanHelp,
            amount = payout.AmountAt(ask.Now),
            payout.Currency,
            payout.ProviderReference,
        });
    }

    private static string LessAFee(string amount) =>
        Math.Max(0.01m, decimal.Parse(amount, CultureInfo.InvariantCulture) - BanksFee).ToString("0.00", CultureInfo.InvariantCulture);

    private static Outcome Accepted(Payout payout, params IReadOnlyList<Fact> facts) =>
        new(202, new { payout.ProviderReference }, facts);
}

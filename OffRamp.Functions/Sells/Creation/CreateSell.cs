using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Payouts;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>
/// Makes the sell of accepted terms. Every step before the commit may be repeated, after a crash or by a second request
/// at the same moment: the custodian gives one address a sell, the reservation is the sell's own, and the commit is made
/// under the session's version, so that one of two wins and the other finds the sell.
/// </summary>
internal sealed class CreateSell(
    Cards cards, NewAddresses newAddresses, SellReservation reservation, InsertSell insert, SellPolicies policies,
    SellOrchestrations orchestrations, ProvidersHealth health)
{
    /// <returns>The session with its sell: this one, or the one that was faster.</returns>
    /// <exception cref="ProblemException">The card is unknown, a provider is silent, or a limit is reached.</exception>
    public async Task<StoredSession> RunAsync(AcceptedTerms terms, CancellationToken cancellation)
    {
        var session = terms.Session.Session;
        await health.RequireAsync(cancellation);
        var card = await cards.FindAsync(terms.Order.CardToken, cancellation);
        var address = await newAddresses.CreateAsync(session.Id.Sell, session.Currency, session.Network, cancellation);

        // After the providers: where one is silent, nothing of the user's day is taken for a sell that may never be.
        var partner = await reservation.ReserveAsync(terms, cancellation);
        var created = await insert.RunAsync(terms, card, address, partner.Policies.Underpaid, cancellation);

        // Best effort: an orchestration that did not start is started by ReviveSells.
        var sell = created.Sell!;
        await orchestrations.StartAsync(sell, SellStep.First(sell, policies), CancellationToken.None);
        return created;
    }
}

using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Payouts;

/// <summary>The card tokens with magic, and what becomes of a payout to each.</summary>
internal sealed record SandboxCard(string Token, string Brand, string Last4)
{
    public TimeSpan Delay { get; private init; }

    /// <summary>Why payouts fail; null where they settle.</summary>
    public string? FailsWith { get; private init; }

    public bool NewDetailsCanHelp { get; private init; }

    public int TurnedAwayTimes { get; private init; }

    public bool IsAnswered { get; private init; } = true;

    public bool SendsNotice { get; private init; } = true;

    public static IReadOnlyDictionary<string, SandboxCard> All { get; } = new SandboxCard[]
    {
        new("tok_ok", "visa", "4242"),
        new("tok_slow", "visa", "0030") { Delay = TimeSpan.FromSeconds(30) },
        new("tok_declined", "mastercard", "0002") { FailsWith = "card_declined", NewDetailsCanHelp = true },
        new("tok_closed", "visa", "0069") { FailsWith = "account_closed" },
        new("tok_flaky", "mastercard", "0503") { TurnedAwayTimes = 2 },
        new("tok_timeout_accepted", "visa", "0408") { IsAnswered = false },
        new("tok_silent", "mastercard", "0000") { SendsNotice = false },
        new("tok_returned", "visa", "0099"),
    }.ToDictionary(card => card.Token);

    /// <summary><c>GET /cards/{card_token}</c>.</summary>
    public static Outcome Get(Ask ask) => All.TryGetValue(ask.Route("token"), out var card)
        ? Outcome.Ok(new { brand = card.Brand, last4 = card.Last4, expiry_ok = true })
        : NotFound;

    public static Outcome NotFound => Outcome.NotFound("card_not_found", "No such card token.");
}

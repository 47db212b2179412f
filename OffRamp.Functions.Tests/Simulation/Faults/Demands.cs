namespace OffRamp.Functions.Tests.Simulation.Faults;

/// <summary>
/// What a run has to have met to be worth its name: each kind of fault in one sell of a hundred at least, and after each
/// every end that a sell can come to with it.
/// </summary>
internal static class Demands
{
    /// <summary>From so many sells on every kind is frequent enough to be demanded.</summary>
    public const long FewestSells = 2_000;

    /// <summary>From so many on the rarest end of each kind is, too.</summary>
    public const long FewestSellsForEnds = 100_000;

    private const long OneIn = 100;

    /// <summary>Every kind.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [.. CallFault.All.Select(fault => CallFault.NameOf(fault.Call, fault.Mode)), .. Enum.GetValues<Oddity>().Select(Oddities.NameOf)];

    /// <summary>A line for each demand that a run of so many sells has not met.</summary>
    public static IEnumerable<string> Unmet(Tally tally, long sells)
    {
        foreach (var kind in sells >= FewestSells ? Kinds : [])
        {
            if (tally.Of(kind) < sells / OneIn)
            {
                yield return $"{kind} happened in {tally.Of(kind)} of {sells} sells, and in fewer than {sells / OneIn}";
            }

            foreach (var end in sells >= FewestSellsForEnds ? Ends(kind).Where(end => tally.Of(kind, end) == 0) : [])
            {
                yield return $"no sell with {kind} came to rest {Tally.WordOf(end)}";
            }
        }
    }

    /// <summary>A line for each kind that a run of so many sells has not met at all: where few are played, chance decides how often.</summary>
    public static IEnumerable<string> Missing(Tally tally, long sells) =>
        Kinds.Where(kind => sells >= FewestSells && tally.Of(kind) == 0).Select(kind => $"{kind} happened in none of {sells} sells");

    /// <summary>
    /// What a sell can come to with it: everything, as long as the money is not decided on. After a payout nobody cancels;
    /// what comes back of one that was completed leaves the sell at its end.
    /// </summary>
    private static End[] Ends(string kind) => kind switch
    {
        _ when kind == Oddities.NameOf(Oddity.ReturnAfterCompletion) => [End.Paid, End.Expired],
        _ when IsOfAPayout(kind) => [End.Paid, End.Refunded, End.Expired, End.APerson],
        _ => Enum.GetValues<End>(),
    };

    private static bool IsOfAPayout(string kind) => kind.EndsWith("/payouts", StringComparison.Ordinal) || kind.EndsWith("/rates", StringComparison.Ordinal)
        || new[] { Oddity.UntrueNotice, Oddity.ReturnBeforeCompletion, Oddity.ShortReturn, Oddity.ReturnInParts }.Any(oddity => Oddities.NameOf(oddity) == kind);
}

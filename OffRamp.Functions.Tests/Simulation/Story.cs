using System.Text;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Simulation;

/// <summary>What happened to one sell, a line each; told only when somebody is going to read it.</summary>
internal sealed class Story
{
    private const int Tolerated = 3;
    private readonly StringBuilder lines = new();
    private int uneventful;

    public Func<DateTimeOffset> Clock { get; set; } = () => A.Start;

    public void Tell(string line)
    {
        if (uneventful > Tolerated)
        {
            lines.AppendLine($"               ... {uneventful - Tolerated} more looks without news ...");
        }

        uneventful = 0;
        Append(line);
    }

    private void Append(string line) => lines.Append(Offset(Clock())).Append("  ").AppendLine(line);

    /// <summary>A commit: what it was decided on, what it told, and what comes next.</summary>
    public void Tell(Decision decision, IReadOnlyList<InboxItem> inbox, Outcome? outcome)
    {
        if (decision.Events.Count == 0 && inbox.Count == 0 && ++uneventful > Tolerated)
        {
            return;
        }

        Action<string> tell = decision.Events.Count == 0 && inbox.Count == 0 ? Append : Tell;
        tell($"COMMIT {decision.Sell.Phase} #{decision.Sell.Sequence}: {string.Join(", ", decision.Events.Select(told => told.Type))}"
            + $"{(decision.Sell.HoldReason is { } reason ? $" ({reason})" : "")}, then {decision.Step.Next} until {Offset(decision.Step.Until)}");
        foreach (var item in inbox)
        {
            tell($"       from {Of(item)}{(decision.Refusals.TryGetValue(item.RowKey, out var code) ? $": refused, {code}" : "")}");
        }

        if (outcome is not null)
        {
            tell($"       from {Of(outcome)}");
        }
    }

    public static string Of(InboxItem item) => item switch
    {
        DepositNotice notice => $"notice {Of(notice.Fact)}",
        PayoutNotice notice => $"notice {notice.Fact.PayoutId} {notice.Fact.Status} {notice.Fact.Amount}",
        OperatorAction action => $"operator {action.Order.Action}, saw #{action.Order.SeenSequence}",
        _ => item.GetType().Name,
    };

    public static string Of(Happening happening) => happening switch
    {
        UserActs acts => $"the user: {acts.QuoteRequest}",
        OperatorActs acts => $"an operator looks, thinks for {acts.Thinks}: {acts.Action}",
        _ => happening.ToString(),
    };

    private static string Of(Outcome outcome) => outcome switch
    {
        CustodianAnswered answer => $"custodian at {Offset(answer.AskedAt)}: [{string.Join(", ", answer.Facts.Select(Of))}] {answer.Kyc} {answer.CurrentRate}",
        PayoutReported report => $"report {report.Fact.PayoutId} {report.Fact.Status} {report.Fact.Amount}",
        _ => outcome.ToString(),
    };

    private static string Of(DepositFact fact) =>
        $"{fact.TxHash}#{fact.LogIndex} {fact.Amount} {fact.Status} x{fact.Confirmations}, seen {Offset(fact.SeenAt)}{(fact.IsHighRisk ? ", risky" : "")}";

    public static string Offset(DateTimeOffset time)
    {
        var since = time - A.Start;
        return $"{(since < TimeSpan.Zero ? "-" : "+")}{(int)since.TotalHours:00}:{since:mm\\:ss\\.fff}";
    }

    public override string ToString() => lines.ToString();
}

using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.DurableTask;

internal sealed record SellOrder(string OrderId, SellLot[] Lots);

internal sealed record SellLot(string LotId, int Quantity);

internal sealed record SellOutcome(string OrderId, string Outcome, decimal Total);

internal sealed record Approval(bool Approved, string By);

/// <summary>The vectors' sell: validate, wait a day for approval, execute all lots, notify.</summary>
internal sealed class Sell : TaskOrchestrator<SellOrder, SellOutcome>
{
    private static readonly TaskOptions ThreeTimes = TaskOptions.FromRetryPolicy(new(3, TimeSpan.FromSeconds(2), 2));

    // The benchmarks' recording hands the order's id alone to its first activity.
    public bool ValidatesIdOnly { get; init; }

    public override async Task<SellOutcome> RunAsync(TaskOrchestrationContext context, SellOrder input)
    {
        SellOutcome End(string outcome, decimal total = 0) => new(input.OrderId, outcome, total);

        context.SetCustomStatus("validating");
        if (!await context.CallActivityAsync<bool>("ValidateSell", ValidatesIdOnly ? input.OrderId : input))
        {
            context.SetCustomStatus("rejected");
            return End("rejected");
        }

        context.SetCustomStatus("awaiting-approval");
        using var timerEnd = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromHours(24), timerEnd.Token);
        var approval = context.WaitForExternalEvent<Approval>("Approval");
        if (await Task.WhenAny(timer, approval) == timer)
        {
            context.SetCustomStatus("expired");
            return End("expired");
        }

        timerEnd.Cancel();
        if (!(await approval).Approved)
        {
            context.SetCustomStatus("declined");
            return End("declined");
        }

        context.SetCustomStatus("executing");
        var fills = input.Lots.Select(lot => context.CallActivityAsync<decimal>("SellLot", lot, ThreeTimes)).ToList();
        var total = (await Task.WhenAll(fills)).Sum();
        await context.CallActivityAsync("Notify", input.OrderId);
        context.SetCustomStatus("sold");
        return End("sold", total);
    }
}

using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.DurableTask;

/// <summary>The orchestrations of durable-vectors.jsonl, each written from its description there.</summary>
internal static class VectorOrchestrators
{
    private static readonly TaskOptions ThreeTimes = TaskOptions.FromRetryPolicy(new(3, TimeSpan.FromSeconds(5), 2));

    public static DurableTaskRegistry Registry { get; } = new DurableTaskRegistry()
        .AddOrchestratorFunc<object?, string>("Race", (context, _) => Race(context, cancels: true))
        .AddOrchestratorFunc<object?, string>("RaceNoCancel", (context, _) => Race(context, cancels: false))
        .AddOrchestratorFunc<string, string>("Retry", (context, order) => context.CallActivityAsync<string>("Charge", order, ThreeTimes))
        .AddOrchestratorFunc<string, string>("Plain", (context, input) => context.CallActivityAsync<string>("Work", input))
        .AddOrchestratorFunc<int[], int>("FanOut", FanOut)
        .AddOrchestratorFunc<string, string>("Sub", Sub)
        .AddOrchestratorFunc<int, string>("CanEvents", CanEvents)
        .AddOrchestratorFunc<int, string>("Eternal", Eternal)
        .AddOrchestratorFunc<string, string>("Susp", Susp)
        .AddOrchestratorFunc<string, string>("Status", Status)
        .AddOrchestratorFunc<string, string>("TwoEvents", TwoEvents)
        .AddOrchestratorFunc<object?, string>("Case", Case)
        .AddOrchestratorFunc<object?, string>("LongTimer", LongTimer)
        .AddOrchestratorFunc<object?, string>("AnyEvents", AnyEvents)
        .AddOrchestratorFunc<object?, string>("Throws", (_, _) => throw new InvalidOperationException("order is empty"))
        .AddOrchestratorFunc<object?, string>("Guids", Guids)
        .AddOrchestratorFunc<string, string>("Sequence", Sequence)
        .AddOrchestratorFunc<object?, object?>("NullIo", NullIo)
        .AddOrchestrator<Sell>();

    private static async Task<string> Race(TaskOrchestrationContext context, bool cancels)
    {
        using var timerEnd = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromMinutes(30), timerEnd.Token);
        var approval = context.WaitForExternalEvent<string>("Approval");
        if (await Task.WhenAny(timer, approval) == timer)
            return "timeout";
        if (cancels)
            timerEnd.Cancel();
        return "event:" + await approval;
    }

    private static async Task<int> FanOut(TaskOrchestrationContext context, int[] numbers)
    {
        var squares = numbers.Select(number => context.CallActivityAsync<int>("Square", number)).ToList();
        return (await Task.WhenAll(squares)).Sum();
    }

    private static async Task<string> Sub(TaskOrchestrationContext context, string input)
    {
        var options = new SubOrchestrationOptions(InstanceId: "child-" + input);
        return "parent got " + await context.CallSubOrchestratorAsync<string>("Child", input, options);
    }

    private static async Task<string> CanEvents(TaskOrchestrationContext context, int done)
    {
        var item = await context.WaitForExternalEvent<string>("Item");
        await context.CallActivityAsync("Handle", item);
        if (done + 1 >= 4)
            return $"handled {done + 1}";
        context.ContinueAsNew(done + 1);
        return "";
    }

    private static async Task<string> Eternal(TaskOrchestrationContext context, int generation)
    {
        context.SetCustomStatus(new { generation });
        await context.CreateTimer(TimeSpan.FromMinutes(10));
        if (generation >= 2)
            return "stopped";
        context.ContinueAsNew(generation + 1);
        return "";
    }

    private static async Task<string> Susp(TaskOrchestrationContext context, string input)
    {
        var first = await context.CallActivityAsync<string>("A", input);
        var go = await context.WaitForExternalEvent<string>("Go");
        return await context.CallActivityAsync<string>("B", first + go);
    }

    private static async Task<string> Status(TaskOrchestrationContext context, string order)
    {
        context.SetCustomStatus("validating");
        await context.CallActivityAsync("Validate", order);
        context.SetCustomStatus(new { Stage = "charging", Attempt = 1 });
        await context.CallActivityAsync("Charge", order);
        context.SetCustomStatus(null);
        await context.CallActivityAsync("Notify", order);
        context.SetCustomStatus("done");
        return "ok";
    }

    private static async Task<string> TwoEvents(TaskOrchestrationContext context, string input)
    {
        await context.CallActivityAsync("Prepare", input);
        var first = await context.WaitForExternalEvent<string>("Vote");
        return first + "," + await context.WaitForExternalEvent<string>("Vote");
    }

    private static async Task<string> Case(TaskOrchestrationContext context, object? input)
    {
        var first = await context.WaitForExternalEvent<string>("OrderApproved");
        await context.CallActivityAsync("Ship", first);
        return first + "/" + await context.WaitForExternalEvent<string>("orderapproved");
    }

    private static async Task<string> LongTimer(TaskOrchestrationContext context, object? input)
    {
        await context.CreateTimer(context.CurrentUtcDateTime.AddDays(7), CancellationToken.None);
        return $"woke at {context.CurrentUtcDateTime:yyyy-MM-dd}";
    }

    private static async Task<string> AnyEvents(TaskOrchestrationContext context, object? input)
    {
        var approve = context.WaitForExternalEvent<string>("Approve");
        var reject = context.WaitForExternalEvent<string>("Reject");
        return await Task.WhenAny(approve, reject) == approve ? "approved by " + await approve : "rejected by " + await reject;
    }

    private static async Task<string> Guids(TaskOrchestrationContext context, object? input)
    {
        var (first, second) = (context.NewGuid(), context.NewGuid());
        await context.CallActivityAsync("Use", $"{first}|{second}");
        return $"{first}|{second}|{context.NewGuid()}";
    }

    private static async Task<string> Sequence(TaskOrchestrationContext context, string input)
    {
        var one = await context.CallActivityAsync<string>("One", input);
        var two = await context.CallActivityAsync<string>("Two", one);
        return await context.CallActivityAsync<string>("Three", two);
    }

    private static async Task<object?> NullIo(TaskOrchestrationContext context, object? input)
    {
        var first = await context.CallActivityAsync<string?>("NoInput");
        var second = await context.CallActivityAsync<string?>("NullResult");
        var bare = await context.WaitForExternalEvent<string?>("Bare");
        return first is null && second is null && bare is null ? null : "not null";
    }
}

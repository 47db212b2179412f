using DurableTask.Core;
using DurableTask.Core.Exceptions;

namespace OffRamp.Functions.Tests.EmbeddedStore.Samples;

/// <summary>Three activities, one after the other.</summary>
internal sealed class Chain : Flow
{
    protected override async Task<string> RunAsync(string input) => await Activity("Echo", await Activity("Echo", await Activity("Echo", input)));
}

/// <summary>Five activities at once.</summary>
internal sealed class FanOut : Flow
{
    protected override async Task<string> RunAsync(string input) =>
        string.Join(' ', await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Activity("Echo", $"{input}{i}"))));
}

/// <summary>Waits for an event, and shows what it does.</summary>
internal sealed class WaitForGo : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        Status = "waiting";
        var data = await Event("Go");
        Status = "went";
        return data;
    }
}

/// <summary>A durable timer of as many milliseconds as its input says.</summary>
internal sealed class Nap : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        await Timer(TimeSpan.FromMilliseconds(double.Parse(input)));
        return "slept";
    }
}

/// <summary>A deposit within six hours or none, then a payout that is told of later.</summary>
internal sealed class Sell : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        var deposit = Event("Deposit");
        using var inTime = new CancellationTokenSource();
        if (await Task.WhenAny(deposit, Timer(TimeSpan.FromHours(6), inTime.Token)) != deposit)
        {
            return "expired";
        }
        inTime.Cancel();
        await Activity("Echo", await deposit);
        return $"paid {await Event("Settled")}";
    }
}

/// <summary>A child that works, one that fails, and what came of both.</summary>
internal sealed class Parent : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        var good = await Context.CreateSubOrchestrationInstance<string>(nameof(Chain), "", $"{input}-child", input);
        try
        {
            return await Context.CreateSubOrchestrationInstance<string>(nameof(Broken), "", $"{input}-broken", input);
        }
        catch (SubOrchestrationFailedException failed)
        {
            return $"{good} {failed.Message}";
        }
    }
}

internal sealed class Broken : Flow
{
    protected override Task<string> RunAsync(string input) => throw new InvalidOperationException("broken");
}

/// <summary>Adds up what it is told, three times, each in an execution of its own.</summary>
internal sealed class Counter : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        // A timer that its execution will not live to see.
        using var before = new CancellationTokenSource();
        _ = Timer(TimeSpan.FromHours(1), before.Token);
        var total = input + await Event("Add");
        before.Cancel();
        if (total.Length < 3)
        {
            Context.ContinueAsNew(total);
        }
        return total;
    }
}

/// <summary>An activity that fails, tried twice.</summary>
internal sealed class Stubborn : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        try
        {
            return await Context.ScheduleWithRetry<string>("Fail", "", new RetryOptions(TimeSpan.FromMilliseconds(1), 2), input);
        }
        catch (TaskFailedException)
        {
            return "gave up";
        }
    }
}

/// <summary>Tells the instance that its input names to go.</summary>
internal sealed class Talker : Flow
{
    protected override async Task<string> RunAsync(string input)
    {
        Context.SendEvent(new OrchestrationInstance { InstanceId = input }, "Go", "from a friend");
        return await Activity("Echo", "told");
    }
}

using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// One orchestration per sell while something of it is undelivered: has it sent, waits until it is to be tried again, or
/// for more. It decides nothing and carries nothing but the sell's id.
/// </summary>
internal static class DeliverWebhooks
{
    public const string Name = "DeliverWebhooks";

    /// <summary>The event that says that there is more; it carries nothing.</summary>
    public const string EventsWritten = "EventsWritten";

    private const int TurnsPerExecution = 40;
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(1);

    // Changes come in bursts, and an event for an instance that ends in that very turn is lost.
    private static readonly TimeSpan AfterTheLast = TimeSpan.FromSeconds(30);

    [Function(Name)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, DeliveryInput sell)
    {
        var more = context.WaitForExternalEvent<object?>(EventsWritten);
        for (var turn = 0; turn < TurnsPerExecution; turn++)
        {
            var step = await SendAsync(context, sell);
            if (!more.IsCompleted)
            {
                using var enough = new CancellationTokenSource();
                var timer = context.CreateTimer(step.IsDone ? AfterTheLast : step.Wait, enough.Token);
                if (await Task.WhenAny(more, timer) == timer && step.IsDone)
                {
                    return "Settled";
                }
                enough.Cancel(); // one that was not given up would keep the orchestration from ending
            }
            while (more.IsCompleted)
            {
                more = context.WaitForExternalEvent<object?>(EventsWritten);
            }
        }
        context.ContinueAsNew(sell);
        return "";
    }

    /// <summary>A failed activity, or one whose answer is none, has sent something or nothing: it finds that out itself.</summary>
    private static async Task<DeliveryStep> SendAsync(TaskOrchestrationContext context, DeliveryInput sell)
    {
        try
        {
            return await context.CallActivityAsync<DeliveryStep>("SendWebhooks", sell);
        }
        catch (Exception e) when (e is TaskFailedException or JsonException)
        {
            return new DeliveryStep(false, AfterTrouble);
        }
    }
}

/// <summary>Whose events are delivered: the sell, or the one that its session may become.</summary>
internal sealed record DeliveryInput(string SellId);

using OffRamp.DurableTask;

namespace OffRamp.Functions.Hosting;

/// <summary>The endpoints of orchestrators and activities.</summary>
internal static partial class DurableFunctions
{
    /// <summary>
    /// Maps every orchestrator and activity of the registry. An activity that throws or takes too long fails its
    /// invocation, which its orchestrator sees as an unknown outcome.
    /// </summary>
    public static void MapDurable(this IEndpointRouteBuilder routes, DurableTaskRegistry registry)
    {
        var log = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("OffRamp.Durable");
        var orchestrations = new OrchestrationRunner(registry, line => Write(log, line));
        foreach (var name in registry.OrchestratorNames)
            routes.MapInvocation(name, context => OrchestrateAsync(context, orchestrations, log));

        var activities = new ActivityRunner(registry);
        foreach (var name in registry.ActivityNames)
            routes.MapFunction(name, "input", Deadlines.Activity, async (context, invocation, token) =>
            {
                using var scope = log.BeginSellScope(invocation.InstanceId);
                return await activities.RunAsync(
                    new(name, invocation.InstanceId, token), invocation.Input, context.RequestServices);
            });
    }

    // Anything but 200 and a well-formed answer fails the instance for good. So trouble of ours asks for the turn again.
    private static async Task OrchestrateAsync(HttpContext context, OrchestrationRunner runner, ILogger log)
    {
        var request = "";
        OrchestrationTurn turn;
        try
        {
            turn = await Deadlines.Within(
                Deadlines.Orchestrator,
                async _ =>
                {
                    request = (await HostInvocation.ReadAsync(context, "context")).Input
                        ?? throw Problems.Because("invalid_request", "The orchestration trigger is empty.");
                    return await Task.Run(() => runner.Run(request), CancellationToken.None);
                },
                CancellationToken.None);
        }
        catch (Exception e)
        {
            turn = OrchestrationRunner.AskAgain(request, e);
        }
        using (log.BeginSellScope(turn.InstanceId))
            Write(log, turn);
        await HostInvocation.AnswerAsync(context, turn.Response);
    }

    private static void Write(ILogger log, OrchestrationTurn turn)
    {
        if (turn.Outcome is TurnOutcome.NonDeterministic)
            NotItsHistory(log, turn.Error, turn.InstanceId);
        else if (turn.Outcome is TurnOutcome.Failed)
            OrchestrationFailed(log, turn.Error, turn.InstanceId);
        else if (turn.Outcome is TurnOutcome.RetryAsked)
            AskedAgain(log, turn.Error, turn.InstanceId);
    }

    private static void Write(ILogger log, OrchestrationLogLine line)
    {
        using var scope = log.BeginSellScope(line.InstanceId);
        if (line.IsWarning)
            OrchestrationWarned(log, line.Message, line.Category);
        else
            OrchestrationSaid(log, line.Message, line.Category);
    }

    [LoggerMessage(LogLevel.Critical, "The code of orchestration {Instance} does not fit its history; it has failed for good")]
    private static partial void NotItsHistory(ILogger log, Exception? exception, string instance);

    [LoggerMessage(LogLevel.Error, "Orchestration {Instance} has failed")]
    private static partial void OrchestrationFailed(ILogger log, Exception? exception, string instance);

    [LoggerMessage(LogLevel.Warning, "A turn of orchestration {Instance} is asked for again")]
    private static partial void AskedAgain(ILogger log, Exception? exception, string instance);

    [LoggerMessage(LogLevel.Information, "{Text} ({Speaker})")]
    private static partial void OrchestrationSaid(ILogger log, string text, string speaker);

    [LoggerMessage(LogLevel.Warning, "{Text} ({Speaker})")]
    private static partial void OrchestrationWarned(ILogger log, string text, string speaker);
}

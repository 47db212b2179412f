using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace SampleApp;

/// <summary>One orchestration of each kind; each takes and gives plain texts, so that outcomes can be compared.</summary>
public static class Orchestrations
{
    [Function("Start")]
    public static async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{orchestration}/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client,
        string orchestration, string id)
    {
        using var reader = new StreamReader(request.Body);
        var input = await reader.ReadToEndAsync();
        return new OkObjectResult(await client.ScheduleNewOrchestrationInstanceAsync(orchestration, input, new StartOrchestrationOptions(id)));
    }

    [Function("Raise")]
    public static async Task<IActionResult> Raise(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "raise/{id}/{name}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id, string name)
    {
        using var reader = new StreamReader(request.Body);
        await client.RaiseEventAsync(id, name, await reader.ReadToEndAsync());
        return new AcceptedResult();
    }

    [Function("Result")]
    public static async Task<IActionResult> Result(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "result/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id)
    {
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        return new OkObjectResult($"{ended.RuntimeStatus}: {ended.SerializedOutput ?? ended.FailureDetails?.ErrorMessage}");
    }

    [Function("Chain")]
    public static async Task<string> Chain([OrchestrationTrigger] TaskOrchestrationContext context, string input) =>
        await context.CallActivityAsync<string>("Append", await context.CallActivityAsync<string>("Append", input));

    [Function("FanOut")]
    public static async Task<string> FanOut([OrchestrationTrigger] TaskOrchestrationContext context, string input) =>
        string.Join(',', await Task.WhenAll(input.Split(',').Select(part => context.CallActivityAsync<string>("Append", part))));

    [Function("Wait")]
    public static async Task<string> Wait([OrchestrationTrigger] TaskOrchestrationContext context, string seconds)
    {
        var happened = context.WaitForExternalEvent<string>("Happened");
        using var enough = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)), enough.Token);
        if (await Task.WhenAny(happened, timer) == timer)
        {
            return "timed out";
        }
        // No orchestration ends while a timer of its is open.
        enough.Cancel();
        return await happened;
    }

    [Function("Parent")]
    public static async Task<string> Parent([OrchestrationTrigger] TaskOrchestrationContext context, string input) =>
        "parent of " + await context.CallSubOrchestratorAsync<string>("Chain", input);

    [Function("Count")]
    public static async Task<string> Count([OrchestrationTrigger] TaskOrchestrationContext context, string left)
    {
        var n = int.Parse(left, System.Globalization.CultureInfo.InvariantCulture);
        if (n > 0)
        {
            await context.CallActivityAsync<string>("Append", left);
            context.ContinueAsNew((n - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            return "";
        }
        return "counted";
    }

    [Function("Retry")]
    public static async Task<string> Retry([OrchestrationTrigger] TaskOrchestrationContext context, string id) => await context.CallActivityAsync<string>(
        "FailTwice", id, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(100))));

    [Function("Catch")]
    public static async Task<string> Catch([OrchestrationTrigger] TaskOrchestrationContext context, string input)
    {
        try
        {
            return await context.CallActivityAsync<string>(input);
        }
        catch (TaskFailedException e)
        {
            return $"caught {e.FailureDetails?.ErrorType}";
        }
    }

    /// <summary>The worker dies in the orchestrator itself, the first time: the file says that there was one.</summary>
    [Function("DieInOrchestrator")]
    public static async Task<string> DieInOrchestrator([OrchestrationTrigger] TaskOrchestrationContext context, string file)
    {
        if (!File.Exists(file))
        {
            File.WriteAllText(file, "");
            Environment.Exit(9);
        }
        return await context.CallActivityAsync<string>("Append", "alive");
    }

    [Function("Fail")]
    public static Task<string> Fail([OrchestrationTrigger] TaskOrchestrationContext context, string input) => throw new InvalidOperationException(input);

    [Function("Append")]
    public static string Append([ActivityTrigger] string input) => input + "!";

    [Function("Boom")]
    public static string Boom([ActivityTrigger] string input) => throw new InvalidOperationException("boom");

    [Function("DieOnce")]
    public static string DieOnce([ActivityTrigger] string input)
    {
        Environment.Exit(9);
        return "";
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> Tries = new();

    [Function("FailTwice")]
    public static string FailTwice([ActivityTrigger] string id) =>
        Tries.AddOrUpdate(id, 1, (_, tries) => tries + 1) < 3 ? throw new InvalidOperationException("not yet") : "at last";
}

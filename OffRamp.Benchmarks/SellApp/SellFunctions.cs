using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace SellApp;

public sealed record SellRequest(string Id, decimal Amount);

/// <summary>
/// The workflow that the other engines run too: the event <c>deposit</c>, or <c>cancel</c>, or six hours; a payout; the event
/// <c>settled</c>; the record; and the partner is told.
/// </summary>
public sealed class SellFunctions(Outside outside)
{
    private static readonly TimeSpan DepositWindow = TimeSpan.FromHours(6);

    [Function("StartSell")]
    public static async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sells/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id)
    {
        var said = await request.ReadFromJsonAsync<SellRequest>();
        await client.ScheduleNewOrchestrationInstanceAsync("Sell", said! with { Id = id }, new StartOrchestrationOptions(id));
        return new AcceptedResult();
    }

    [Function("TellSell")]
    public static async Task<IActionResult> Tell(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sells/{id}/{happened}")] HttpRequest request, [DurableClient] DurableTaskClient client, string id, string happened)
    {
        using var reader = new StreamReader(request.Body);
        await client.RaiseEventAsync(id, happened, await reader.ReadToEndAsync());
        return new AcceptedResult();
    }

    [Function("Sell")]
    public static async Task<string> Sell([OrchestrationTrigger] TaskOrchestrationContext context, SellRequest sell)
    {
        var (deposit, cancel) = (context.WaitForExternalEvent<string>("deposit"), context.WaitForExternalEvent<string>("cancel"));
        using var enough = new CancellationTokenSource();
        var window = context.CreateTimer(DepositWindow, enough.Token);
        var first = await Task.WhenAny(deposit, cancel, window);
        enough.Cancel(); // awaiting it would leave the orchestration's thread
        if (first != deposit)
        {
            return Record(context, first == cancel ? "cancelled" : "failed");
        }
        await context.CallActivityAsync("InitiatePayout", sell);
        await context.WaitForExternalEvent<string>("settled");
        var status = Record(context, "completed");
        await context.CallActivityAsync("NotifyPartner", sell);
        return status;
    }

    [Function("InitiatePayout")]
    public Task InitiatePayout([ActivityTrigger] SellRequest sell) => outside.PostAsync("/payouts", $"payout-{sell.Id}", new { id = sell.Id, amount = sell.Amount });

    [Function("NotifyPartner")]
    public Task NotifyPartner([ActivityTrigger] SellRequest sell) => outside.PostAsync("/partner", $"notify-{sell.Id}", new { id = sell.Id, status = "completed" });

    private static string Record(TaskOrchestrationContext context, string status)
    {
        context.SetCustomStatus(status);
        return status;
    }
}

using System.Text.Json;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>Events and orders for an instance.</summary>
internal sealed class ControlInstance(TaskHub hub)
{
    public async Task<IResult> RaiseEventAsync(HttpRequest request, string id, string eventName)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return DurableProblem.BadRequest("Only application/json request content is supported");
        try
        {
            if (body.Length > 0) JsonDocument.Parse(body).Dispose();
        }
        catch (JsonException notJson)
        {
            return DurableProblem.BadRequest($"The body is not JSON: {notJson.Message}");
        }
        return await SendAsync(id, happened => happened.EventRaised = new EventRaisedEvent { Name = eventName, Input = body.Length > 0 ? body : "null" });
    }

    public Task<IResult> TerminateAsync(string id, string? reason) =>
        SendAsync(id, happened => happened.ExecutionTerminated = new ExecutionTerminatedEvent { Input = reason });

    public Task<IResult> SuspendAsync(string id, string? reason) =>
        SendAsync(id, happened => happened.ExecutionSuspended = new ExecutionSuspendedEvent { Input = reason });

    public Task<IResult> ResumeAsync(string id, string? reason) =>
        SendAsync(id, happened => happened.ExecutionResumed = new ExecutionResumedEvent { Input = reason });

    private async Task<IResult> SendAsync(string id, Action<HistoryEvent> fill) => await hub.SendAsync(id, fill) switch
    {
        HubOutcome.Accepted => Results.StatusCode(StatusCodes.Status202Accepted),
        HubOutcome.Finished => Results.StatusCode(StatusCodes.Status410Gone),
        _ => Results.NotFound(),
    };
}

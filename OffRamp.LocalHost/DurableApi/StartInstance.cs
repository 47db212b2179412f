using System.Text.Json;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>Starts instances, anew or again.</summary>
internal sealed class StartInstance(TaskHub hub, InstanceLinks links)
{
    public Task<IResult> NewIdAsync(HttpRequest request, string name) => StartAsync(request, name, Guid.NewGuid().ToString("N"));

    public async Task<IResult> StartAsync(HttpRequest request, string name, string id)
    {
        if (hub.Faults.RefuseStarts) return DurableProblem.Of(StatusCodes.Status500InternalServerError, "A fault on purpose: every start is refused.");
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        if (IdProblem(id) is { } badId) return DurableProblem.BadRequest(badId);
        if (body.Length > 0 && !IsJson(body)) return DurableProblem.BadRequest("The input is not valid JSON.");
        var traceParent = request.Headers["traceparent"].ToString();
        var outcome = await hub.StartAsync(id, name, body.Length > 0 ? body : null, started =>
        {
            if (traceParent.Length > 0) started.ParentTraceContext = new TraceContext { TraceParent = traceParent };
        });
        return outcome == HubOutcome.Accepted ? await AnswerAsync(request, id) : Duplicate(id);
    }

    public async Task<IResult> RestartAsync(HttpRequest request, string id)
    {
        var withNewId = !bool.TryParse(request.Query["restartWithNewInstanceId"], out var chosen) || chosen;
        string name;
        string? input;
        lock (hub.State.Gate)
        {
            if (!hub.State.Instances.TryGetValue(id, out var instance)) return DurableProblem.BadRequest($"An orchestration with the instanceId {id} was not found.");
            (name, input) = (instance.Name, Events.StartOf(instance)?.Input);
        }
        var newId = withNewId ? Guid.NewGuid().ToString("N") : id;
        var outcome = await hub.StartAsync(newId, name, input);
        return outcome == HubOutcome.Accepted ? Accepted(request, newId) : Duplicate(newId);
    }

    /// <summary>With <c>timeout</c> and <c>pollingInterval</c> (seconds) the caller waits for the end for so long.</summary>
    private async Task<IResult> AnswerAsync(HttpRequest request, string id)
    {
        if (!double.TryParse(request.Query["timeout"], out var timeout) || !double.TryParse(request.Query["pollingInterval"], out var interval))
            return Accepted(request, id);
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began).TotalSeconds < timeout)
        {
            lock (hub.State.Gate)
                if (hub.State.Instances.TryGetValue(id, out var instance) && instance.IsFinished)
                    return Results.Text(instance.Output ?? "null", "application/json");
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(interval, 0.05, 10)), request.HttpContext.RequestAborted);
        }
        return Accepted(request, id);
    }

    private IResult Accepted(HttpRequest request, string id)
    {
        request.HttpContext.Response.Headers.Location = links.Status(request, id);
        request.HttpContext.Response.Headers.RetryAfter = "10";
        return Results.Json(links.For(request, id), statusCode: StatusCodes.Status202Accepted);
    }

    private IResult Duplicate(string id) => DurableProblem.Of(
        hub.Faults.ExtensionVersion >= 3 ? StatusCodes.Status409Conflict : StatusCodes.Status500InternalServerError,
        $"An Orchestration instance with the status Running already exists: {id}");

    private static string? IdProblem(string id) =>
        id.Length is 0 or > 256 ? "Instance ids have 1 to 256 characters."
        : id[0] == '@' ? "Instance ids must not start with '@'."
        : id.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)) ? "Instance ids must not contain / \\ # ? or control characters."
        : null;

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

using OffRamp.LocalHost.Hub;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>Removes instances that have ended, with their history.</summary>
internal sealed class PurgeInstances(TaskHub hub)
{
    public async Task<IResult> OneAsync(string id) => await hub.PurgeAsync(id) switch
    {
        HubOutcome.Accepted => Deleted(1),
        HubOutcome.Conflict => DurableProblem.Of(StatusCodes.Status412PreconditionFailed, $"The instance {id} has not ended."),
        _ => Results.NotFound(),
    };

    public async Task<IResult> ManyAsync(HttpRequest request)
    {
        var filter = InstanceFilter.Read(request.Query);
        if (filter.From is null) return DurableProblem.BadRequest("Please provide value for 'createdTimeFrom' parameter.");
        string[] ended;
        lock (hub.State.Gate) ended = [.. hub.State.Instances.Values.Where(instance => instance.IsFinished && filter.Fits(instance)).Select(instance => instance.Id)];
        var outcomes = await Task.WhenAll(ended.Select(hub.PurgeAsync));
        var deleted = outcomes.Count(outcome => outcome == HubOutcome.Accepted);
        return deleted > 0 ? Deleted(deleted) : Results.NotFound();
    }

    private static IResult Deleted(int count) => Results.Json(new Dictionary<string, int> { ["instancesDeleted"] = count });
}

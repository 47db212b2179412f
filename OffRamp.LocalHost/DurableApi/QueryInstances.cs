using System.Text;
using System.Text.Json;
using OffRamp.DurableTask.Wire;
using OffRamp.LocalHost.Hub;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>Reads instances: one, or a page of many in the order of their ids.</summary>
internal sealed class QueryInstances(TaskHub hub, InstanceLinks links)
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    public IResult Get(HttpRequest request, string id, bool showHistory = false, bool showHistoryOutput = false, bool showInput = true, bool returnInternalServerErrorOnFailure = false)
    {
        OrchestrationStatus status;
        byte[] body;
        lock (hub.State.Gate)
        {
            if (!hub.State.Instances.TryGetValue(id, out var instance)) return Results.NotFound();
            status = instance.Status;
            body = InstanceJson.Write(json => InstanceJson.WriteStatus(json, instance, showInput, showHistory, showHistoryOutput));
        }
        return new RawJson(body, CodeFor(request, id, status, returnInternalServerErrorOnFailure));
    }

    public IResult List(HttpRequest request, bool showInput = true, int top = 100)
    {
        var filter = InstanceFilter.Read(request.Query);
        var after = Decode(request.Headers[ContinuationHeader]);
        lock (hub.State.Gate)
        {
            // One more than asked for, to know whether a next page exists.
            var found = hub.State.Instances.Values
                .Where(instance => (after is null || string.CompareOrdinal(instance.Id, after) > 0) && filter.Fits(instance))
                .OrderBy(instance => instance.Id, StringComparer.Ordinal)
                .Take(Math.Max(top, 1) + 1).ToList();
            if (found.Count > Math.Max(top, 1))
            {
                found.RemoveAt(found.Count - 1);
                request.HttpContext.Response.Headers[ContinuationHeader] = Convert.ToBase64String(Encoding.UTF8.GetBytes(found[^1].Id));
            }
            return new RawJson(InstanceJson.Write(json =>
            {
                json.WriteStartArray();
                foreach (var instance in found) InstanceJson.WriteStatus(json, instance, showInput, showHistory: false, showHistoryOutput: false);
                json.WriteEndArray();
            }), StatusCodes.Status200OK);
        }
    }

    private int CodeFor(HttpRequest request, string id, OrchestrationStatus status, bool failureIsError)
    {
        if (status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled)
            return failureIsError && status == OrchestrationStatus.Failed ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        request.HttpContext.Response.Headers.Location = links.Status(request, id);
        request.HttpContext.Response.Headers.RetryAfter = "5";
        return StatusCodes.Status202Accepted;
    }

    private static string? Decode(string? token)
    {
        try
        {
            return string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed class RawJson(byte[] body, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        }
    }
}

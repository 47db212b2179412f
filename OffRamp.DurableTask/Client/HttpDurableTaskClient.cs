using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace OffRamp.DurableTask.Client;

/// <summary>
/// The client over the Durable HTTP API of a Functions host. The key travels in a header: URLs end up in logs.
/// </summary>
/// <param name="http">Sends the requests; its timeout is the longest a call takes.</param>
/// <param name="baseUrl">Such as <c>https://HOST/runtime/webhooks/durabletask</c>.</param>
/// <param name="key">The system key <c>durabletask_extension</c>; null if the host asks for none.</param>
public sealed class HttpDurableTaskClient(HttpClient http, Uri baseUrl, string? key) : DurableTaskClient
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    private readonly string root = baseUrl.AbsoluteUri.TrimEnd('/');

    /// <inheritdoc/>
    public override async Task<StartResult> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        var path = $"/orchestrators/{Escape(orchestratorName)}/{Escape(id)}";
        using var answer = await SendAsync(HttpMethod.Post, path, cancellation, DurableJson.Write(input) ?? "");
        if (answer.IsSuccessStatusCode)
            return new(id, StartOutcome.Started);

        // 3.x says 409 for an id in use; 2.x says 500, as it does for real trouble, so a look must tell.
        var isTaken = answer.StatusCode == HttpStatusCode.Conflict
            || (answer.StatusCode == HttpStatusCode.InternalServerError
                && await GetInstanceAsync(id, false, cancellation) is { IsRunning: true });
        return isTaken ? new(id, StartOutcome.AlreadyExists) : throw Refused("start", answer);
    }

    /// <inheritdoc/>
    public override async Task<RaiseOutcome> RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        var path = $"/instances/{Escape(instanceId)}/raiseEvent/{Escape(eventName)}";
        using var answer = await SendAsync(HttpMethod.Post, path, cancellation, DurableJson.Write(eventPayload) ?? "null");
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => RaiseOutcome.NotFound,
            HttpStatusCode.Gone => RaiseOutcome.Finished,
            _ => answer.IsSuccessStatusCode ? RaiseOutcome.Raised : throw Refused("raise event", answer),
        };
    }

    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        var path = $"/instances/{Escape(instanceId)}?showInput={(getInputsAndOutputs ? "true" : "false")}";
        using var answer = await SendAsync(HttpMethod.Get, path, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        using var body = await ReadAsync("get instance", answer, cancellation);
        return InstanceReader.Read(body.RootElement, instanceId);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<OrchestrationMetadata> GetAllInstancesAsync(
        OrchestrationQuery? filter = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        filter ??= new();
        var path = InstanceQuery.PathOf(filter);
        string? token = null;
        do
        {
            using var answer = await SendAsync(HttpMethod.Get, path, cancellation, continuation: token);
            using var page = await ReadAsync("list instances", answer, cancellation);
            foreach (var instance in page.RootElement.EnumerateArray())
                yield return InstanceReader.Read(instance, "");

            // A page may be empty although more follow: only the token tells.
            token = answer.Headers.TryGetValues(ContinuationHeader, out var values) ? values.FirstOrDefault() : null;
        }
        while (!string.IsNullOrEmpty(token));
    }

    /// <inheritdoc/>
    public override async Task<TerminateOutcome> TerminateInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        var path = $"/instances/{Escape(instanceId)}/terminate?reason={Escape(reason ?? "")}";
        using var answer = await SendAsync(HttpMethod.Post, path, cancellation, "");
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => TerminateOutcome.NotFound,
            HttpStatusCode.Gone => TerminateOutcome.Finished,
            _ => answer.IsSuccessStatusCode ? TerminateOutcome.Terminated : throw Refused("terminate", answer),
        };
    }

    /// <inheritdoc/>
    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default) =>
        PurgeAsync($"/instances/{Escape(instanceId)}", cancellation);

    /// <inheritdoc/>
    public override Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation = default) =>
        PurgeAsync(InstanceQuery.PathOf(filter), cancellation);

    private async Task<PurgeResult> PurgeAsync(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, cancellation);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
            return new PurgeResult(0);
        using var body = await ReadAsync("purge", answer, cancellation);
        return new PurgeResult(body.RootElement.GetProperty("instancesDeleted").GetInt32());
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, CancellationToken cancellation, string? json = null, string? continuation = null)
    {
        using var request = new HttpRequestMessage(method, root + path);
        if (!string.IsNullOrEmpty(key))
            request.Headers.Add("x-functions-key", key);
        if (!string.IsNullOrEmpty(continuation))
            request.Headers.TryAddWithoutValidation(ContinuationHeader, continuation);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await http.SendAsync(request, cancellation);
    }

    private static async Task<JsonDocument> ReadAsync(string what, HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            throw Refused(what, answer);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        return await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
    }

    private static DurableTaskClientException Refused(string what, HttpResponseMessage answer) => new(what, (int)answer.StatusCode);

    private static string Escape(string part) => Uri.EscapeDataString(part);
}

using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using OffRamp.Functions.Hosting.Durable;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>The orchestrations as one answer to everything, for tests of what follows from it.</summary>
internal sealed class FakeOrchestrations : IOrchestrationClient
{
    private readonly ConcurrentQueue<string> asked = new();

    /// <summary>202 done, 404 no such instance, 409 there is one already, 410 ended, 500 trouble; null: no answer at all.</summary>
    public HttpStatusCode? Answer { get; set; } = HttpStatusCode.Accepted;

    /// <summary>Answers that come before that one, each once.</summary>
    public Queue<HttpStatusCode> FirstAnswers { get; init; } = [];

    /// <summary>What is found by any id.</summary>
    public OrchestrationMetadata? Instance { get; set; }

    /// <summary>What the last event said.</summary>
    public object? LastData { get; private set; }

    public IReadOnlyList<OrchestrationMetadata> Instances { get; set; } = [];

    /// <summary>What any of them has done; null where there is none of any id.</summary>
    public IReadOnlyList<HistoryEvent>? History { get; set; }

    /// <summary>What was asked, in order: <c>start Sell ID</c>, <c>raise NoticeReceived ID</c>, <c>find ID</c>, <c>terminate ID</c>.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    /// <summary>What the last one was started with.</summary>
    public object? LastInput { get; private set; }

    /// <summary>A sell's orchestration that has ended.</summary>
    public static OrchestrationMetadata Ended(string id) => Of(id, OrchestrationRuntimeStatus.Completed, new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public static OrchestrationMetadata Of(string id, OrchestrationRuntimeStatus status, DateTimeOffset createdAt) => new("Sell", id)
    {
        RuntimeStatus = status,
        SerializedCustomStatus = "\"paid\"",
        CreatedAt = createdAt,
        LastUpdatedAt = createdAt.AddMinutes(16),
    };

    /// <summary>The beginning of a sell's orchestration.</summary>
    public static IReadOnlyList<HistoryEvent> HistoryOf(string id)
    {
        var at = new DateTime(2030, 1, 1, 12, 0, 0, DateTimeKind.Utc);
        return
        [
            new ExecutionStartedEvent(-1, $"\"{id}, as its input\"") { Name = "Sell", Timestamp = at },
            new TaskScheduledEvent(0, "AdvanceSell") { Timestamp = at },
            new TaskCompletedEvent(-1, 0, "\"its result\"") { Timestamp = at.AddSeconds(1) },
            new EventRaisedEvent(-1, null) { Name = "DepositReceived", Timestamp = at.AddMinutes(5) },
        ];
    }

    public Task<bool> StartAsync(string name, string instanceId, object input, CancellationToken cancellation)
    {
        LastInput = input;
        return Ask($"start {name} {instanceId}") switch
        {
            HttpStatusCode.Accepted => Task.FromResult(true),
            HttpStatusCode.Conflict => Task.FromResult(false),
            var status => throw Trouble(status),
        };
    }

    public Task TerminateAsync(string instanceId, string reason, CancellationToken cancellation) =>
        Ask($"terminate {instanceId}") == HttpStatusCode.Accepted ? Task.CompletedTask : throw Trouble(Answer);

    public Task<RaiseOutcome> RaiseEventAsync(string instanceId, string eventName, object? data, CancellationToken cancellation)
    {
        LastData = data;
        return Ask($"raise {eventName} {instanceId}") switch
        {
            HttpStatusCode.Accepted => Task.FromResult(RaiseOutcome.Raised),
            HttpStatusCode.NotFound => Task.FromResult(RaiseOutcome.NotFound),
            HttpStatusCode.Gone => Task.FromResult(RaiseOutcome.Finished),
            var status => throw Trouble(status),
        };
    }

    public Task<OrchestrationMetadata?> FindAsync(string instanceId, CancellationToken cancellation) => Ask($"find {instanceId}") switch
    {
        HttpStatusCode.Accepted => Task.FromResult(Instance),
        HttpStatusCode.NotFound => Task.FromResult<OrchestrationMetadata?>(null),
        var status => throw Trouble(status),
    };

    public Task<IReadOnlyList<HistoryEvent>?> FindHistoryAsync(string instanceId, CancellationToken cancellation) => Ask($"history {instanceId}") switch
    {
        HttpStatusCode.Accepted => Task.FromResult(History),
        HttpStatusCode.NotFound => Task.FromResult<IReadOnlyList<HistoryEvent>?>(null),
        var status => throw Trouble(status),
    };

    public async IAsyncEnumerable<OrchestrationMetadata> ListAsync(
        OrchestrationRuntimeStatus? status, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        if (Ask($"list {status}") is not HttpStatusCode.Accepted and var trouble)
        {
            throw Trouble(trouble);
        }
        foreach (var instance in Instances)
        {
            yield return instance;
        }
    }

    public Task<int> PurgeEndedAsync(DateTimeOffset begunBefore, CancellationToken cancellation) =>
        Ask("purge") == HttpStatusCode.Accepted ? Task.FromResult(0) : throw Trouble(Answer);

    private HttpStatusCode? Ask(string what)
    {
        asked.Enqueue(what);
        lock (FirstAnswers)
        {
            return FirstAnswers.TryDequeue(out var first) ? first : Answer;
        }
    }

    private static InvalidOperationException Trouble(HttpStatusCode? status) => new($"The engine says {status}, at Some.Where().");
}

namespace OffRamp.DurableTask.Client;

/// <summary>What a task hub tells about an instance.</summary>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="InstanceId">The instance's id.</param>
public sealed record OrchestrationMetadata(string Name, string InstanceId)
{
    /// <summary>Its state when it was looked at.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>UTC, to the second.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, to the second.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>JSON text; null if absent or not asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>JSON text; of a failed instance, a string with the failure. Null if absent.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>JSON text; null if none is set.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>Whether it still does or waits for something: no new instance can be started under its id.</summary>
    public bool IsRunning => !IsCompleted;

    /// <summary>Whether it has ended, well or not.</summary>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Canceled;

    /// <exception cref="System.Text.Json.JsonException">It is not a <typeparamref name="T"/>.</exception>
    public T? ReadInputAs<T>() => DurableJson.Read<T>(SerializedInput);

    /// <exception cref="System.Text.Json.JsonException">It is not a <typeparamref name="T"/>.</exception>
    public T? ReadOutputAs<T>() => DurableJson.Read<T>(SerializedOutput);

    /// <exception cref="System.Text.Json.JsonException">It is not a <typeparamref name="T"/>.</exception>
    public T? ReadCustomStatusAs<T>() => DurableJson.Read<T>(SerializedCustomStatus);
}

/// <summary>The state of an instance. Names are those of the Durable HTTP API.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It does or awaits something.</summary>
    Running,

    /// <summary>It returned.</summary>
    Completed,

    /// <summary>Between two executions; goes on by itself.</summary>
    ContinuedAsNew,

    /// <summary>Its code threw, or its worker died in the middle of a turn.</summary>
    Failed,

    /// <summary>Not used by current engines.</summary>
    Canceled,

    /// <summary>Ended from outside.</summary>
    Terminated,

    /// <summary>Accepted, not begun.</summary>
    Pending,

    /// <summary>Stopped from outside; keeps what arrives until it is resumed.</summary>
    Suspended,
}

using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Storage;

/// <summary>Tells an observer of each try. What is asked, and who wants to know, comes with the message: <see cref="Observe"/>.</summary>
internal sealed class ObserverPolicy : HttpPipelinePolicy
{
    private const string Property = "offramp.request";

    /// <summary>Until it is disposed, what this flow of code asks is told as tries of this request.</summary>
    /// <param name="observer">Who is told; where there is none nothing is spent.</param>
    /// <param name="request">The request as it is told, but for what only a try knows.</param>
    public static IDisposable? Observe(IStorageObserver? observer, StorageRequest request) => observer is null
        ? null
        : HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = new Observed(observer, request) });

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        message.TryGetProperty(Property, out var property) && property is Observed observed
            ? ProcessAsync(message, pipeline, observed)
            : ProcessNextAsync(message, pipeline);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is asked asynchronously.");

    private static async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline, Observed observed)
    {
        var start = Stopwatch.GetTimestamp();
        var isAnswered = false;
        try
        {
            await ProcessNextAsync(message, pipeline);
            isAnswered = true;
        }
        finally
        {
            observed.Observer.Requested(observed.Request with
            {
                Attempt = message.ProcessingContext.RetryNumber + 1,
                Status = isAnswered && message.HasResponse ? message.Response.Status : 0,
                Elapsed = Stopwatch.GetElapsedTime(start),
            });
        }
    }

    private sealed record Observed(IStorageObserver Observer, StorageRequest Request);
}

using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Storage;

/// <summary>Tells the observer of each try.</summary>
internal sealed class ObserverPolicy(IStorageObserver observer) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
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
            if (message.TryGetProperty(typeof(StorageRequest), out var property) && property is StorageRequest request)
            {
                observer.Requested(request with
                {
                    Attempt = message.ProcessingContext.RetryNumber + 1,
                    Status = isAnswered && message.HasResponse ? message.Response.Status : 0,
                    Elapsed = Stopwatch.GetElapsedTime(start),
                });
            }
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is asked asynchronously.");
}

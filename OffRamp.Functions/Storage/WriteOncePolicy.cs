using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Storage;

/// <summary>
/// Writes a request's body once, before its first try. The SDK would write a transaction's twice for each try, the first
/// time for its length; and only a body that is written can be held against the service's limit, since the SDK escapes
/// texts in its own way.
/// </summary>
internal sealed class WriteOncePolicy : HttpPipelineSynchronousPolicy
{
    /// <exception cref="StorageLimitException">It is more than the service takes; nothing was sent.</exception>
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Content is not { } content)
        {
            return;
        }

        using var body = new MemoryStream(capacity: 4096);
        content.WriteTo(body, message.CancellationToken);
        if (body.Length > StorageLimits.TransactionBytes)
        {
            throw new StorageLimitException($"The request has {body.Length} bytes; the most is {StorageLimits.TransactionBytes}.");
        }

        content.Dispose();
        message.Request.Content = RequestContent.Create(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}

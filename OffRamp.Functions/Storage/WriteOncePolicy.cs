using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Storage;

/// <summary>
/// Writes a request's body once, before its first try: the SDK would write a transaction anew for each, and once more only to
/// learn its length. And it is held against the service's limit here, since only the SDK knows how long texts are once it has
/// escaped them.
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

        using var body = new MemoryStream();
        content.WriteTo(body, message.CancellationToken);
        if (body.Length > StorageLimits.TransactionBytes)
        {
            throw new StorageLimitException($"The request has {body.Length} bytes; the most is {StorageLimits.TransactionBytes}.");
        }

        content.Dispose();
        message.Request.Content = RequestContent.Create(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}

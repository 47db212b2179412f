using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace OffRamp.Functions.Storage;

/// <summary>Signs each try anew. The date is real time, as the service checks it, never the business clock's.</summary>
internal sealed class SharedKeyPolicy(SharedKey key) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", key.Authorize(date, message.Request.Uri.ToUri()));
    }
}

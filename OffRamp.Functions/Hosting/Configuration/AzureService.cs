using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>
/// A service of Azure's by its REST calls: requests that fail for a passing reason are repeated once, and whatever goes
/// wrong on the way is an answer and never an exception. Repeating a call for longer is the caller's business.
/// </summary>
internal sealed class AzureService
{
    private readonly HttpPipeline pipeline;
    private readonly Uri root;

    /// <param name="root">Its address, without a path.</param>
    /// <param name="signIn">Adds the credential to each try.</param>
    public AzureService(Uri root, HttpPipelinePolicy signIn)
    {
        this.root = root;
        var options = new Options();
        pipeline = HttpPipelineBuilder.Build(options, [], [signIn], new ResponseClassifier());
    }

    /// <summary>Signs in by Entra ID, as the app itself.</summary>
    public static HttpPipelinePolicy ByIdentity(string scope) => new BearerTokenAuthenticationPolicy(OwnIdentity.Credential, scope);

    /// <param name="method">Which.</param>
    /// <param name="address">Below the service's, values in it escaped; with its query.</param>
    /// <param name="json">The body; empty for none.</param>
    /// <param name="cancellation">Gives up; whether the service acted is unknown then.</param>
    /// <param name="headers">Besides those of every request.</param>
    public async Task<ProviderAnswer> SendAsync(
        RequestMethod method, string address, ReadOnlyMemory<byte> json, CancellationToken cancellation, params IEnumerable<HttpHeader> headers)
    {
        using var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(root, address));
        foreach (var header in headers)
        {
            message.Request.Headers.Add(header);
        }

        if (!json.IsEmpty)
        {
            message.Request.Headers.SetValue("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(json);
        }

        try
        {
            await pipeline.SendAsync(message, cancellation);
            return new(message.Response.Status, Body(message.Response));
        }
        catch (Exception e) when (IsOutage(e))
        {
            return ProviderAnswer.Silence;
        }
    }

    private static System.Text.Json.JsonElement? Body(Response response) =>
        response.ContentStream is null ? null : RequestBody.ParseJson(response.Content.ToArray());

    // Several failed tries come as an AggregateException; a try out of time, or our own patience, as a cancellation.
    private static bool IsOutage(Exception e) => BrokenConnection.Is(e) || e
        is RequestFailedException or AggregateException or OperationCanceledException or AuthenticationFailedException;

    private sealed class Options : ClientOptions
    {
        public Options()
        {
            Retry.MaxRetries = 1;
            Retry.Delay = TimeSpan.FromMilliseconds(100);
            Retry.MaxDelay = TimeSpan.FromSeconds(1);
            Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
            Diagnostics.IsTelemetryEnabled = false;
            Transport = new HttpClientTransport(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            });
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Realtime;

/// <summary>
/// Azure Web PubSub, which holds the WebSockets that the Functions host cannot: by its REST calls. No client of it may do
/// anything but listen.
/// </summary>
internal sealed class WebPubSub
{
    /// <summary>How long a token for a client is good.</summary>
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(60);

    private const string Hub = "/api/hubs/offramp";
    private const string Version = "api-version=2024-01-01";
    private const string Scope = "https://webpubsub.azure.com/.default";

    private readonly AzureService? service;
    private readonly string clients = "";

    /// <param name="settings">Where it is; null where there are no live updates.</param>
    /// <param name="identity">Signs in where there is no key; null for the app's own identity.</param>
    public WebPubSub(RealtimeSettings? settings, HttpPipelinePolicy? identity = null)
    {
        if (settings is null)
        {
            return;
        }

        Key = settings.Key is { } key ? new(key) : null;
        service = new(settings.Url, Key is not null ? new ServiceKey.Policy(Key) : identity ?? AzureService.ByIdentity(Scope));
        clients = $"{settings.Url.GetLeftPart(UriPartial.Authority)}/client/hubs/offramp";
    }

    /// <summary>False where this installation has no live updates.</summary>
    public bool IsOn => service is not null;

    /// <summary>Its access key; null where Entra ID is asked.</summary>
    public ServiceKey? Key { get; }

    /// <summary>The address of a WebSocket, with a token in it for this user; null where the service does not answer.</summary>
    public async Task<string?> InviteAsync(string user, CancellationToken cancellation)
    {
        var token = Key?.Sign(clients, TokenLifetime, user)
            ?? (await CallAsync(RequestMethod.Post, $"/:generateToken?userId={Uri.EscapeDataString(user)}&minutesToExpire=1&", null, cancellation)).Text("token", 8192);
        return token is null ? null : $"ws{clients["http".Length..]}?access_token={token}";
    }

    /// <summary>A message for one connection.</summary>
    public async Task<bool> SendAsync(string connection, JsonObject message, CancellationToken cancellation) =>
        (await CallAsync(RequestMethod.Post, $"/connections/{Uri.EscapeDataString(connection)}/:send?", message, cancellation)).IsSuccess;

    /// <summary>From here on the connection gets what is for the group.</summary>
    public async Task<bool> JoinAsync(string group, string connection, CancellationToken cancellation) =>
        (await CallAsync(RequestMethod.Put, $"/groups/{group}/connections/{Uri.EscapeDataString(connection)}?", null, cancellation)).IsSuccess;

    /// <summary>A message for all connections of a group, if there are any.</summary>
    public async Task<bool> PublishAsync(string group, JsonObject message, CancellationToken cancellation) =>
        (await CallAsync(RequestMethod.Post, $"/groups/{group}/:send?", message, cancellation)).IsSuccess;

    /// <summary>Ends a connection; its client may ask for another.</summary>
    public Task CloseAsync(string connection, CancellationToken cancellation) =>
        CallAsync(RequestMethod.Delete, $"/connections/{Uri.EscapeDataString(connection)}?", null, cancellation);

    private Task<ProviderAnswer> CallAsync(RequestMethod method, string address, JsonObject? body, CancellationToken cancellation) =>
        service is null
            ? Task.FromResult(ProviderAnswer.Silence)
            : service.SendAsync(
                method, $"{Hub}{address}{Version}", body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options), cancellation);
}

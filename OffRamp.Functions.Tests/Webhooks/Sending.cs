using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>A partner's server, and the sender that sends to it.</summary>
internal sealed class Sending : IAsyncDisposable
{
    private readonly WebhookSender sender;

    private Sending(PartnerServer server, WebhookNetwork network, FakeTimeProvider clock) =>
        (Server, Clock, sender) = (server, clock, new(network, clock));

    public PartnerServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public SigningSecrets Secrets { get; set; } = new([SigningSecret.New(Id26.New(DateTimeOffset.UnixEpoch))]);

    public static EventId EventId { get; } = EventId.Of(Id26.New(DateTimeOffset.UnixEpoch));

    public static byte[] Body { get; } = Encoding.UTF8.GetBytes("""{"type":"test.ping","note":"Grüße"}""");

    public static async Task<Sending> ToAsync(
        Func<HttpContext, Task>? answer = null, TimeSpan? patience = null, DateTimeOffset? start = null)
    {
        var server = await PartnerServer.StartAsync();
        server.Answer = answer ?? server.Answer;
        return new(server, new(isLocal: true) { Patience = patience ?? TimeSpan.FromMinutes(1) }, start is { } time ? new(time) : new());
    }

    public Task<SendResult> SendAsync(Uri? url = null, CancellationToken cancellation = default) =>
        sender.SendAsync(EndpointAt(url ?? Server.Url, Secrets), EventId, Body, cancellation);

    public static WebhookEndpoint EndpointAt(Uri url, SigningSecrets? secrets = null) => new()
    {
        Partner = PartnerId.Of(Id26.New(DateTimeOffset.UnixEpoch)),
        Url = url,
        Secrets = secrets ?? new([SigningSecret.New(Id26.New(DateTimeOffset.UnixEpoch))]),
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public async ValueTask DisposeAsync()
    {
        sender.Dispose();
        await Server.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>A webhook as a partner's server got it.</summary>
internal sealed record Received(string Method, string Path, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Id => Headers["webhook-id"];
}

/// <summary>A partner's real server on this machine, which answers as the test says.</summary>
internal sealed class PartnerServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();

    private PartnerServer(WebApplication app, X509Certificate2? certificate) => (this.app, Certificate) = (app, certificate);

    /// <summary>For https; null for http.</summary>
    public X509Certificate2? Certificate { get; }

    public IReadOnlyList<Received> Received => [.. received];

    public Uri Url => new(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/hook");

    /// <summary>What happens to a webhook that came; 204 where nothing else is said.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    /// <param name="name">What its certificate, by nobody but itself, is for; null for http.</param>
    public static async Task<PartnerServer> StartAsync(string? name = null)
    {
        var certificate = name is null ? null : CertificateFor(name);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new PartnerServer(builder.Build(), certificate);
        server.app.Run(server.TakeAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>The internet as it is where every name leads to one public address, and that address is this server.</summary>
    public WebhookNetwork AsPublic() => new(isLocal: false)
    {
        Resolve = static (_, _) => Task.FromResult(new[] { IPAddress.Parse("93.184.216.34") }),
        Trust = Trusting(),
        Dial = async (_, cancellation) => await DialAsync(cancellation),
    };

    /// <summary>Its certificate counts, and no other.</summary>
    public X509ChainPolicy Trusting() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { Certificate! },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    public async Task<Stream> DialAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Url.Port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static X509Certificate2 CertificateFor(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Certificate?.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        received.Enqueue(new(
            context.Request.Method, context.Request.Path, body.ToArray(),
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString())));
        await Answer(context);
    }
}

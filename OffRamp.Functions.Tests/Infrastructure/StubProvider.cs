using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A provider that gives one answer to everything, for tests of what adapters make of answers.</summary>
internal sealed class StubProvider(Func<HttpResponseMessage> answer) : HttpMessageHandler
{
    public HttpRequestMessage? LastRequest { get; private set; }

    public string? LastBody { get; private set; }

    public static StubProvider Answering(HttpStatusCode status, string body) =>
        new(() => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });

    public static StubProvider Silent(Exception? why = null) => new(() => throw why ?? new HttpRequestException("nobody there"));

    /// <summary>What adapters take.</summary>
    public ProviderHttp Connect() =>
        new(new(new("https://provider.example/base/"), "secret-token", []), NullLogger.Instance, this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LastRequest = request;
        LastBody = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        return answer();
    }
}

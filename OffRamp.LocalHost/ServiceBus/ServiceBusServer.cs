using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OffRamp.LocalHost.ServiceBus;

/// <summary>
/// Azure Service Bus's stand-in: the REST call by which a message is sent to its one topic. It keeps the last of them, for
/// whoever wants to look, until it ends. Nothing is detected as a duplicate: what came twice is there twice.
/// </summary>
internal sealed class ServiceBusServer : IAsyncDisposable
{
    private const int MostKept = 10_000;

    private readonly ConcurrentQueue<BusMessage> _taken = new();
    private readonly ServiceBusOptions _options;
    private readonly byte[] _authorization;
    private readonly WebApplication _app;
    private int _calls;

    private ServiceBusServer(ServiceBusOptions options)
    {
        (_options, _authorization, _app) = (options, Encoding.UTF8.GetBytes($"Bearer {options.Token}"), Build(options));
        var calls = _app.MapGroup("/{topic}/messages").AddEndpointFilter(async (context, next) =>
            IsAllowed(context.HttpContext.Request) ? await next(context) : Results.Unauthorized());
        calls.MapPost("", SendAsync);
        calls.MapGet("", List);
    }

    public Uri BaseUri => new(_app.Urls.Single());

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<BusMessage> Taken => [.. _taken];

    /// <summary>How often something was to be sent, whatever became of it.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The answer to a message, which is taken with 201 alone. A task that never ends is a bus that hangs.</summary>
    public Func<BusMessage, Task<HttpStatusCode>> Answer { get; set; } = _ => Task.FromResult(HttpStatusCode.Created);

    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<ServiceBusServer> StartAsync(ServiceBusOptions options)
    {
        var server = new ServiceBusServer(options);
        try
        {
            await server._app.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private bool IsAllowed(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), _authorization);

    private async Task<IResult> SendAsync(string topic, HttpRequest request)
    {
        Interlocked.Increment(ref _calls);
        if (topic != _options.Topic) return Results.StatusCode(StatusCodes.Status410Gone);
        if (PropertiesOf(request) is not { } properties) return Results.BadRequest();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var message = new BusMessage(properties, request.ContentType ?? "", body.ToArray());
        var status = await Answer(message).WaitAsync(request.HttpContext.RequestAborted);
        if (status == HttpStatusCode.Created) Keep(message);
        return Results.StatusCode((int)status);
    }

    private IResult List(string topic) => topic == _options.Topic
        ? Results.Json(new
        {
            data = Taken.Select(message => new { broker_properties = message.Properties, body = Encoding.UTF8.GetString(message.Body) }),
        })
        : Results.StatusCode(StatusCodes.Status410Gone);

    private void Keep(BusMessage message)
    {
        _taken.Enqueue(message);
        while (_taken.Count > MostKept) _taken.TryDequeue(out _);
    }

    // As the service: none are fine, what is no JSON object is not.
    private static JsonElement? PropertiesOf(HttpRequest request)
    {
        try
        {
            var properties = JsonElement.Parse(request.Headers["BrokerProperties"] is [{ Length: > 0 } said] ? said : "{}");
            return properties.ValueKind == JsonValueKind.Object ? properties : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WebApplication Build(ServiceBusOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        return builder.Build();
    }
}

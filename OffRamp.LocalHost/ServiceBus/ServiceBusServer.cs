using System.Collections.Concurrent;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;

namespace OffRamp.LocalHost.ServiceBus;

/// <summary>
/// Azure Service Bus's stand-in: as much AMQP as Microsoft's own client needs to send to its one topic. It keeps the last
/// messages, for whoever wants to look, until it ends. Nothing is detected as a duplicate: what came twice is there twice.
/// </summary>
internal sealed class ServiceBusServer : IAsyncDisposable
{
    private const int MostKept = 10_000;
    private const int Credit = 200;

    private readonly ConcurrentQueue<BusMessage> _taken = new();
    private readonly ContainerHost _host;
    private int _calls;

    private ServiceBusServer(ServiceBusOptions options, int port)
    {
        BaseUri = new Uri($"http://127.0.0.1:{port}");
        _host = new ContainerHost(new Address($"amqp://127.0.0.1:{port}"));
        _host.Listeners[0].SASL.EnableMechanism(new Symbol("MSSBCBS"), SaslProfile.Anonymous);
        _host.RegisterRequestProcessor("$cbs", new TokenCheck(options.Token));
        _host.RegisterLinkProcessor(new Topic(options, this));
    }

    /// <summary>Host and port; the app makes <c>sb://</c> of it.</summary>
    public Uri BaseUri { get; }

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<BusMessage> Taken => [.. _taken];

    /// <summary>How often something was to be sent, whatever became of it.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The answer to a message. A task that never ends is a bus that hangs.</summary>
    public Func<BusMessage, Task<BusAnswer>> Answer { get; set; } = _ => Task.FromResult(BusAnswer.Taken);

    /// <exception cref="IOException">The port is in use.</exception>
    public static Task<ServiceBusServer> StartAsync(ServiceBusOptions options)
    {
        var server = new ServiceBusServer(options, FreePort.Or(options.Port));
        try
        {
            server._host.Open();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new IOException($"Port {server.BaseUri.Port} is in use.", e);
        }
        return Task.FromResult(server);
    }

    public ValueTask DisposeAsync()
    {
        _host.Close();
        return ValueTask.CompletedTask;
    }

    private async Task TakeAsync(MessageContext context)
    {
        foreach (var message in BusMessage.ReadAll(context.Message))
        {
            Interlocked.Increment(ref _calls);
            var answer = await Answer(message);
            if (answer.Error is { } error)
            {
                Refuse(context, error);
                return;
            }
            Keep(message);
            if (!answer.IsHeard)
            {
                context.Link.Session.Connection.Close(TimeSpan.Zero, new Error(ErrorCode.ConnectionForced));
                return;
            }
        }
        context.Complete();
    }

    /// <summary>
    /// Leaves it to the client to settle: where a settled refusal arrives before the client's sending thread has gone on, which happens on a loopback, the client
    /// takes it for settled at once, which is accepted (Microsoft.Azure.Amqp 2.7.3, docs/decisions/0007).
    /// </summary>
    private static void Refuse(MessageContext context, string error) => context.Link.DisposeMessage(
        context.Message, new Rejected { Error = new Error(new Symbol(error)) { Description = "The stand-in was told to say so." } }, settled: false);

    private void Keep(BusMessage message)
    {
        _taken.Enqueue(message);
        while (_taken.Count > MostKept)
        {
            _taken.TryDequeue(out _);
        }
    }

    /// <summary>A link to the topic is accepted, one to anywhere else is not.</summary>
    private sealed class Topic(ServiceBusOptions options, ServiceBusServer server) : ILinkProcessor
    {
        public void Process(AttachContext attachContext)
        {
            if ((attachContext.Attach.Target as Target)?.Address?.TrimStart('/') != options.Topic)
            {
                attachContext.Complete(new Error(ErrorCode.NotFound) { Description = "There is no such topic." });
                return;
            }
            // Without it the client takes the largest message to be smaller than any.
            attachContext.Attach.MaxMessageSize = (ulong)options.LargestMessage;
            attachContext.Complete(new Inbound(server), Credit);
        }
    }

    private sealed class Inbound(ServiceBusServer server) : LinkEndpoint
    {
        public override void OnMessage(MessageContext messageContext) => _ = server.TakeAsync(messageContext);

        public override void OnFlow(FlowContext flowContext)
        {
        }

        // The client has settled what was refused: its credit is given back.
        public override void OnDisposition(DispositionContext dispositionContext) => dispositionContext.Complete();
    }
}

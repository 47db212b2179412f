using Azure.Identity;
using Azure.Messaging.ServiceBus;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Integration;

/// <summary>What became of a message. Only <see cref="Taken"/> says that it arrived; after the others it may have.</summary>
internal enum TopicAnswer
{
    /// <summary>The topic has it.</summary>
    Taken,

    /// <summary>An answer, but not that it was taken: the topic is full, or busy. It is worth trying again soon.</summary>
    NotTaken,

    /// <summary>No answer.</summary>
    Silence,

    /// <summary>The topic is gone, or does not let us: it will say so again until somebody changes something.</summary>
    Refused,

    /// <summary>This one message is larger than the topic ever takes.</summary>
    TooLarge,
}

/// <summary>
/// A topic of Azure Service Bus, with one sender that is kept. Activities share a bounded number of places in the host, and a
/// payout is one of them: so a bus that hangs holds few, and then is left alone for a moment.
/// </summary>
internal sealed partial class EventTopic : IAsyncDisposable
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly ILogger<EventTopic> log;
    private readonly ServiceBusClient? client;
    private readonly ServiceBusSender? sender;
    private readonly Distrust distrust;

    /// <param name="settings">Where it is; null where events go nowhere.</param>
    /// <param name="clock">By it a bus that hangs is left alone.</param>
    /// <param name="log">Says why a message was not sent.</param>
    public EventTopic(ServiceBusSettings? settings, TimeProvider clock, ILogger<EventTopic> log)
    {
        (distrust, this.log) = (new(clock), log);
        if (settings is null)
        {
            return;
        }
        client = ClientOf(settings);
        sender = client.CreateSender(settings.Topic);
    }

    /// <summary>False where this installation has no topic.</summary>
    public bool IsOn => sender is not null;

    /// <summary>How long a message is waited for, its repetition included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Sends one message.</summary>
    /// <param name="id">The event's: what comes twice bears it twice, and duplicate detection knows it by it.</param>
    /// <param name="sell">Whose messages a receiver with sessions gets in order.</param>
    /// <param name="type">The event's, for the filters of subscriptions.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TopicAnswer> SendAsync(Ids.EventId id, SellId sell, string type, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (sender is null || distrust.IsOn || !await places.WaitAsync(Wait, CancellationToken.None))
        {
            return TopicAnswer.Silence;
        }
        try
        {
            if (distrust.IsOn)
            {
                return TopicAnswer.Silence;
            }
            var message = new ServiceBusMessage(body)
            {
                MessageId = id.ToString(),
                SessionId = sell.ToString(),
                Subject = type,
                ContentType = "application/json",
            };
            var answer = await SendAsync(sender, message, cancellation);
            if (answer == TopicAnswer.Silence)
            {
                distrust.Begin();
            }
            return answer;
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Says goodbye to the bus, for as long as that takes a bus that listens.</summary>
    public async ValueTask DisposeAsync()
    {
        places.Dispose();
        if (client is null)
        {
            return;
        }
        try
        {
            await client.DisposeAsync().AsTask().WaitAsync(LongestGoodbye);
        }
        catch (Exception e) when (e is TimeoutException or ServiceBusException)
        {
            // Nothing of ours waits for it.
        }
    }

    private async Task<TopicAnswer> SendAsync(ServiceBusSender to, ServiceBusMessage message, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            // Its own waiting for a connection hears no cancellation.
            await to.SendMessageAsync(message, patience.Token).WaitAsync(patience.Token);
            return TopicAnswer.Taken;
        }
        catch (Exception e)
        {
            NotSent(e);
            return AnswerOf(e);
        }
    }

    // Whatever went wrong, the event is kept: so nothing here is an exception, also what nobody has thought of.
    private static TopicAnswer AnswerOf(Exception failure) => failure switch
    {
        UnauthorizedAccessException => TopicAnswer.Refused,
        ServiceBusException { Reason: ServiceBusFailureReason.MessagingEntityNotFound or ServiceBusFailureReason.MessagingEntityDisabled } => TopicAnswer.Refused,
        ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded } => TopicAnswer.TooLarge,
        ServiceBusException { Reason: ServiceBusFailureReason.ServiceTimeout or ServiceBusFailureReason.ServiceCommunicationProblem } => TopicAnswer.Silence,
        OperationCanceledException or AuthenticationFailedException => TopicAnswer.Silence,
        _ => TopicAnswer.NotTaken,
    };

    private static ServiceBusClient ClientOf(ServiceBusSettings settings)
    {
        // The bus gives up a try when we do, so that none appears long after the next ones.
        var options = new ServiceBusClientOptions
        {
            RetryOptions = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(100), TryTimeout = TimeSpan.FromSeconds(5) },
        };
        return settings.LocalToken is { } key
            ? new($"Endpoint=sb://{settings.Url.Authority};SharedAccessKeyName=local;SharedAccessKey={key};UseDevelopmentEmulator=true", options)
            : new(settings.Url.Host, OwnIdentity.Credential, options);
    }

    [LoggerMessage(LogLevel.Warning, "Service Bus did not take a message.")]
    private partial void NotSent(Exception reason);
}

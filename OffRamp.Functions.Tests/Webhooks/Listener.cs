using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>A partner who listens: a real server, set as the partner's endpoint, that takes webhooks or refuses them.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly PartnerServer server;
    private readonly ConcurrentQueue<JsonElement> taken = new();
    private readonly ConcurrentDictionary<string, int> tries = new();

    private Listener(PartnerServer server) => this.server = server;

    /// <summary>What was answered with 2xx, in order.</summary>
    public IReadOnlyList<JsonElement> Taken => [.. taken];

    public IReadOnlyList<string> TakenTypes => [.. taken.Select(told => told.GetProperty("type").GetString()!)];

    /// <summary>All that came, taken or not.</summary>
    public IReadOnlyList<Received> Received => server.Received;

    /// <summary>The answer to an event's n-th try, from 1.</summary>
    public Func<JsonElement, int, HttpStatusCode> Answer { get; set; } = (_, _) => HttpStatusCode.NoContent;

    /// <summary>What the next answers bear.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Waited for before each answer.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public static async Task<Listener> ListenAsync(IServiceProvider app, PartnerId? partner = null, IReadOnlyList<string>? types = null)
    {
        var listener = new Listener(await PartnerServer.StartAsync());
        listener.server.Answer = listener.AnswerAsync;
        var now = app.GetRequiredService<TimeProvider>().GetUtcNow();
        Assert.IsTrue(await app.GetRequiredService<WebhookEndpoints>().TryWriteAsync(
            new WebhookEndpoint
            {
                Partner = partner ?? DemoPartner.Id,
                Url = listener.server.Url,
                EventTypes = types,
                Secrets = new([SigningSecret.New(Id26.New(now))]),
                CreatedAt = now,
                UpdatedAt = now,
            },
            default));
        return listener;
    }

    /// <summary>Each sell's events came in order, and none twice but by another try.</summary>
    public void HasHeardInOrder()
    {
        foreach (var story in Taken.GroupBy(told => told.GetProperty("data") is var data && data.TryGetProperty("session_id", out var session) ? session.GetString() : data.GetProperty("id").GetString()))
        {
            var sequences = story.Select(told => told.GetProperty("sequence").GetInt32()).ToList();
            CollectionAssert.AreEqual(sequences.Order().ToList(), sequences, $"{story.Key}: {string.Join(", ", sequences)}");
        }
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        await Before();
        var told = JsonElement.Parse(server.Received.Last(one => one.Id == context.Request.Headers["webhook-id"]).Body);
        var status = Answer(told, tries.AddOrUpdate(context.Request.Headers["webhook-id"]!, 1, (_, n) => n + 1));
        if ((int)status is >= 200 and <= 299)
        {
            taken.Enqueue(told);
        }

        if (RetryAfter is { } asked)
        {
            context.Response.Headers.RetryAfter = asked;
        }

        context.Response.StatusCode = (int)status;
    }
}

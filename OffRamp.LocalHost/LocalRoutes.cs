using System.Globalization;
using System.Text;
using System.Text.Json;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.DemoShop;
using OffRamp.LocalHost.FunctionsHost;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.LocalHost;

/// <summary>What belongs to local mode alone: the clock, the chain, the demo shop.</summary>
internal static class LocalRoutes
{
    /// <summary>What the stand-in of Service Bus has taken.</summary>
    public const string Messages = "/local/servicebus/messages";

    public static void MapLocalRoutes(this IEndpointRouteBuilder routes, LocalHostApp host)
    {
        routes.MapDemoShop(host);
        routes.MapGet("/local/clock", () => Clock(host));
        routes.MapPost("/local/clock/advance", request => AdvanceAsync(request, host));
        routes.MapGet("/local/chain/{address}", async (string address) => host.Chain is { } chain ? Results.Json(await chain.ReadAsync(address)) : HostProblem.NotFound);
        routes.MapGet(Messages, () => host.ServiceBus is { } bus ? ShowMessages(bus) : HostProblem.NotFound);
    }

    private static readonly HostProblem UnknownSpan = new(
        StatusCodes.Status400BadRequest, "invalid_request",
        "Say by how much, forward: {\"by\":\"06:00:00\"}; a day is \"1.00:00:00\", and more than 366 of them are too many.", IsRetryable: false);

    private static readonly HostProblem RealTimeOnly = new(
        StatusCodes.Status409Conflict, "clock_follows_real_time",
        "With azure-storage the Durable timers follow real time: the clock cannot be moved.", IsRetryable: false);

    // Read exactly: to TimeSpan.Parse, 24:00:00 is 24 days.
    private static readonly string[] Spans = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    private static async Task AdvanceAsync(HttpContext context, LocalHostApp host)
    {
        if (await ReadSpanAsync(context) is not { } by)
        {
            await UnknownSpan.ExecuteAsync(context);
            return;
        }
        if (host.Hub is null)
        {
            await RealTimeOnly.ExecuteAsync(context);
            return;
        }
        try
        {
            await Now(await host.ClockAdvance.AdvanceAsync(by, context.RequestAborted)).ExecuteAsync(context);
        }
        catch (NotQuietException stuck)
        {
            await new HostProblem(StatusCodes.Status504GatewayTimeout, "not_quiet", stuck.Message, IsRetryable: true).ExecuteAsync(context);
        }
    }

    private static async Task<TimeSpan?> ReadSpanAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            return body.RootElement.TryGetProperty("by", out var by)
                && TimeSpan.TryParseExact(by.GetString(), Spans, CultureInfo.InvariantCulture, out var span) && span <= TimeSpan.FromDays(366)
                ? span
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult ShowMessages(ServiceBusServer bus) => Results.Json(new
    {
        data = bus.Taken.Select(message => new
        {
            message_id = message.Id,
            session_id = message.SessionId,
            subject = message.Label,
            body = Encoding.UTF8.GetString(message.Body),
        }),
    });

    /// <summary>What time it is; while somebody moves the clock also how far it is to go, and what it waits for.</summary>
    private static IResult Clock(LocalHostApp host)
    {
        var advance = host.ClockAdvance;
        return advance?.AdvancingTo is { } to
            ? Results.Json(new { now = host.Clock.GetUtcNow().UtcDateTime, advancing_to = to.UtcDateTime, waiting_for = advance.UnderWay })
            : Now(host.Clock.GetUtcNow());
    }

    private static IResult Now(DateTimeOffset now) => Results.Json(new Dictionary<string, DateTime> { ["now"] = now.UtcDateTime });
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using OffRamp.LocalHost.Hub;
using OffRamp.LocalHost.ServiceBus;
using OffRamp.LocalHost.StartPage;

namespace OffRamp.LocalHost;

/// <summary>What belongs to local mode alone: the clock, the faults, the start page.</summary>
internal static class LocalRoutes
{
    /// <summary>What the stand-in of Service Bus has taken.</summary>
    public const string Messages = "/local/servicebus/messages";

    public static void MapLocalRoutes(this IEndpointRouteBuilder routes, LocalHostApp host)
    {
        routes.MapGet("/", () => StartPageFile.Result);
        routes.MapGet("/local/clock", () => Now(host.Clock.GetUtcNow()));
        routes.MapPost("/local/clock/advance", request => AdvanceAsync(request, host));
        routes.MapGet("/local/faults", () => Results.Json(host.Hub.Faults, FaultsJson));
        routes.MapGet(Messages, () => host.ServiceBus is { } bus ? ShowMessages(bus) : Results.NotFound());
        routes.MapPost("/local/faults", request => SetFaultsAsync(request, host));
    }

    // Read exactly: to TimeSpan.Parse, 24:00:00 is 24 days.
    private static readonly string[] Spans = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    private static readonly JsonSerializerOptions FaultsJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static async Task AdvanceAsync(HttpContext context, LocalHostApp host)
    {
        if (await ReadSpanAsync(context) is not { } by)
        {
            await BadRequest("Say by how much, forward: {\"by\":\"06:00:00\"}; a day is \"1.00:00:00\", and more than 366 of them are too many.").ExecuteAsync(context);
            return;
        }
        await Now(await host.ClockAdvance.AdvanceAsync(by, context.RequestAborted)).ExecuteAsync(context);
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

    private static async Task SetFaultsAsync(HttpContext context, LocalHostApp host)
    {
        try
        {
            host.Hub.Faults = await JsonSerializer.DeserializeAsync<HubFaults>(context.Request.Body, FaultsJson) ?? new HubFaults();
            await Results.Json(host.Hub.Faults, FaultsJson).ExecuteAsync(context);
        }
        catch (JsonException unreadable)
        {
            await BadRequest(unreadable.Message).ExecuteAsync(context);
        }
    }

    private static IResult ShowMessages(ServiceBusServer bus) => Results.Json(new
    {
        data = bus.Taken.Select(message => new
        {
            message_id = message.Id, session_id = message.SessionId, subject = message.Label, body = Encoding.UTF8.GetString(message.Body),
        }),
    });

    private static IResult Now(DateTimeOffset now) => Results.Json(new Dictionary<string, DateTime> { ["now"] = now.UtcDateTime });

    private static IResult BadRequest(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

using System.Text.Json.Nodes;

namespace OffRamp.LocalHost.Realtime;

/// <summary>The REST calls, each with a token for its address.</summary>
internal sealed class ServiceCalls(Connections connections, AccessToken token)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var calls = app.MapGroup("/api/hubs/{hub}").AddEndpointFilter(async (context, next) =>
            token.Allows(context.HttpContext.Request) ? await next(context) : Results.Unauthorized());
        calls.MapPost("/:generateToken", GenerateToken);
        calls.MapPost("/groups/{group}/:send", PublishAsync);
        calls.MapPut("/groups/{group}/connections/{id}", Join);
        calls.MapPost("/connections/{id}/:send", SendAsync);
        calls.MapDelete("/connections/{id}", Close);
    }

    private IResult GenerateToken(HttpRequest request, string hub, string userId, int minutesToExpire) => Results.Json(new
    {
        token = token.Write($"{request.Scheme}://{request.Host}/client/hubs/{hub}", userId, TimeSpan.FromMinutes(minutesToExpire)),
    });

    private async Task<IResult> PublishAsync(string group, HttpRequest request)
    {
        connections.Publish(group, (await JsonNode.ParseAsync(request.Body))!);
        return Results.Accepted();
    }

    private IResult Join(string group, string id) => connections.Join(group, id) ? Results.Ok() : Results.NotFound();

    private async Task<IResult> SendAsync(string id, HttpRequest request)
    {
        // As the service: whether anybody is there is not told.
        connections.Find(id)?.Send((await JsonNode.ParseAsync(request.Body))!, group: null);
        return Results.Accepted();
    }

    private IResult Close(string id)
    {
        connections.Find(id)?.Close();
        connections.Remove(id);
        return Results.NoContent();
    }
}

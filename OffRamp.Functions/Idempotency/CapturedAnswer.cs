namespace OffRamp.Functions.Idempotency;

/// <summary>An answer as it goes over the wire, without what belongs to one request only.</summary>
internal sealed record CapturedAnswer(int Status, string? ContentType, string? Location, byte[] Body)
{
    /// <summary>Lets the result write into memory.</summary>
    public static async Task<CapturedAnswer> TakeAsync(HttpContext context, object? result)
    {
        var response = context.Response;
        var wire = response.Body;
        using var memory = new MemoryStream();
        response.Body = memory;
        try
        {
            var writer = result as IResult ?? Results.Json(result);
            await writer.ExecuteAsync(context);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            response.Body = wire;
        }
        return new(response.StatusCode, response.ContentType, response.Headers.Location, memory.ToArray());
    }

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
        }

        context.Response.ContentLength = Body.Length;
        await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }
}

/// <summary>Writes an answer that was just captured; its other headers are set already.</summary>
internal sealed class Captured(CapturedAnswer answer) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => answer.Status;

    public Task ExecuteAsync(HttpContext httpContext) => answer.WriteAsync(httpContext);
}

/// <summary>Writes an answer of an earlier request.</summary>
internal sealed class Replay(CapturedAnswer answer) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => answer.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers["Idempotency-Replayed"] = "true";
        return answer.WriteAsync(httpContext);
    }
}

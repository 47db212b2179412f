using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>What every request passes before it is routed: counting, the call log, the bearer token, faults, errors.</summary>
internal sealed partial class Door(OpenCalls openCalls, CallLog callLog, Faults faults, Books books, SandboxOptions options)
{
    private readonly ILogger _logger = options.Logs.CreateLogger<Door>();

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        openCalls.Enter(context);
        context.Response.Headers[Answer.RequestIdHeader] = RequestId(context.Request);
        try
        {
            if (Providers.OfPath(context.Request.Path) is { } provider)
            {
                await PassProviderAsync(context, provider, next);
            }
            else
            {
                await PassControlAsync(context, next);
            }

            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                await WriteAsync(context, context.Response.StatusCode, "not_available", "Nothing answers this method and path.");
            }
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, refused.StatusCode, "bad_request", refused.Message);
        }
        catch (IOException failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogDiskFailure(failure);
            await Answer.WriteAsync(context, Outcome.Unavailable("The disk refused what had to be kept. Nothing was lost: ask again."));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
    }

    private async Task PassProviderAsync(HttpContext context, Provider provider, RequestDelegate next)
    {
        var request = context.Request;
        var call = new Call(options.Clock.GetUtcNow(), provider, request.Method, request.Path,
            request.QueryString.HasValue ? request.QueryString.Value : null, request.Headers["Idempotency-Key"]);
        callLog.Add(call);
        context.Response.OnStarting(() =>
        {
            call.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        if (request.Headers.Authorization != $"Bearer {options.Token}")
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await WriteAsync(context, 401, "unauthorized", "The bearer token is missing or wrong.");
            return;
        }

        call.Fault = faults.Take(provider, request.Method, request.Path, mode => FaultyAnswer.CanHappen(mode, request, books));
        switch (call.Fault)
        {
            case FaultMode.Unavailable:
                await Answer.WriteAsync(context, Outcome.Unavailable("A fault was ordered."));
                break;
            case FaultMode.Timeout:
                await openCalls.NeverAnswerAsync(context);
                break;
            case FaultMode.Refuse:
                context.Abort();
                break;
            case { } answered when FaultyAnswer.Of(answered, request) is { } outcome:
                await Answer.WriteAsync(context, await outcome);
                break;
            default:
                context.Items[typeof(FaultMode)] = call.Fault;
                await next(context);
                break;
        }
    }

    // The local pages call the controls from their own port.
    private static async Task PassControlAsync(HttpContext context, RequestDelegate next)
    {
        var origin = (string?)context.Request.Headers.Origin;
        if (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.IsLoopback)
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowHeaders = "content-type";
            context.Response.Headers.AccessControlAllowMethods = "GET, POST, DELETE";
            context.Response.Headers.Vary = "Origin";
        }

        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await next(context);
        }
    }

    private static string RequestId(HttpRequest request)
    {
        var given = (string?)request.Headers[Answer.RequestIdHeader];
        return given is { Length: >= 1 and <= 128 } && !given.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? given : $"req_{Guid.CreateVersion7():n}";
    }

    private static Task WriteAsync(HttpContext context, int status, string code, string detail) =>
        Answer.WriteAsync(context, Outcome.Refused(status, code, detail));

    [LoggerMessage(Level = LogLevel.Error, Message = "The sandbox cannot write to its disk.")]
    private partial void LogDiskFailure(Exception failure);
}

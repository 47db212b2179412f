using System.Net.Http.Headers;
using System.Text.Json;

namespace OffRamp.LocalHost.Handler;

/// <summary>Calls a function in the default form: POST /{name} with JSON in and out, as the Functions host does.</summary>
internal sealed partial class Invoker(HandlerEndpoint handler, TimeSpan? functionTimeout, ILogger log)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <exception cref="OperationCanceledException">The host is stopping.</exception>
    public async Task<InvocationResult> InvokeAsync(string function, ReadOnlyMemory<byte> body, CancellationToken stopping)
    {
        HttpClient client;
        try
        {
            client = await handler.WhenReadyAsync(stopping);
        }
        catch (HostFailure noHandler)
        {
            return new InvocationResult(InvocationOutcome.NotRun) { ErrorType = nameof(HostFailure), ErrorMessage = noHandler.Message };
        }
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (functionTimeout is { } limit) timeout.CancelAfter(limit);
        try
        {
            return await CallAsync(client, function, body, timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            handler.Restart($"{function} ran into the function timeout of {functionTimeout}");
            return new InvocationResult(InvocationOutcome.TimedOut)
            {
                ErrorType = "Microsoft.Azure.WebJobs.Host.FunctionTimeoutException",
                ErrorMessage = $"Timeout value of {functionTimeout} was exceeded by function: {function}",
            };
        }
    }

    private async Task<InvocationResult> CallAsync(HttpClient client, string function, ReadOnlyMemory<byte> body, CancellationToken limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, function) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.UserAgent.ParseAdd($"Azure-Functions-Host/{HandlerEndpoint.HostVersion}");
        HandlerEndpoint.Mark(request);
        try
        {
            using var response = await client.SendAsync(request, limit);
            if (!response.IsSuccessStatusCode)
                return Failed($"Response status code does not indicate success: {(int)response.StatusCode} ({response.ReasonPhrase}).");
            var answer = await response.Content.ReadAsByteArrayAsync(limit);
            return await ReadAsync(function, answer, limit);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return Failed(broken.Message);
        }
    }

    private async Task<InvocationResult> ReadAsync(string function, byte[] answer, CancellationToken limit)
    {
        // Only whitespace or a JSON null: the host waits for a result that never comes.
        if (answer.AsSpan().Trim(" \r\n\t"u8) is [] or [(byte)'n', (byte)'u', (byte)'l', (byte)'l'])
        {
            LogEmpty(function);
            await Task.Delay(Timeout.Infinite, limit);
        }
        try
        {
            using var document = JsonDocument.Parse(answer);
            JsonElement? returned = null;
            foreach (var property in document.RootElement.EnumerateObject())
                if (property.Name.Equals("ReturnValue", StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
                    returned = property.Value.Clone();
                else if (property.Name.Equals("Logs", StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.Array)
                    foreach (var line in property.Value.EnumerateArray()) LogFromFunction(function, line.ToString());
            return new InvocationResult(InvocationOutcome.Succeeded) { ReturnValue = returned };
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return InvocationResult.Failed("System.InvalidOperationException", $"The answer of {function} is not JSON.");
        }
    }

    private static InvocationResult Failed(string message) => InvocationResult.Failed("System.Net.Http.HttpRequestException", message);

    [LoggerMessage(LogLevel.Warning, "{Function} answered 2xx without a body: the invocation hangs until the function timeout")]
    private partial void LogEmpty(string function);

    [LoggerMessage(LogLevel.Information, "{Function}: {Line}")]
    private partial void LogFromFunction(string function, string line);
}

using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using OffRamp.Client.Models;

namespace OffRamp.Client;

/// <summary>One way to the API: the credential, a deadline for each try, and tries that repeat what is safe to repeat.</summary>
internal sealed class Api(HttpClient http, OffRampOptions options)
{
    public static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly string root = options.BaseUrl.AbsoluteUri.TrimEnd('/');

    public TimeProvider Time => options.Time;

    /// <summary>A client that keeps connections and follows no redirect: the token is for this address only.</summary>
    public static HttpClient NewHttp() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<T> GetAsync<T>(string path, CallOptions? call, CancellationToken cancellation) =>
        Read<T>(await SendAsync(HttpMethod.Get, path, null, "application/json", call, cancellation).ConfigureAwait(false));

    public async Task<byte[]> GetCsvAsync(string path, CallOptions? call, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Get, path, null, "text/csv", call, cancellation).ConfigureAwait(false);

    /// <summary>Under a key of its own, or the caller's: so a repeat has one effect, whoever repeats.</summary>
    public async Task<T> PostAsync<T>(string path, object? body, CallOptions? call, CancellationToken cancellation)
    {
        var keyed = (call ?? new()) with { IdempotencyKey = call?.IdempotencyKey ?? Guid.NewGuid().ToString() };
        return Read<T>(await SendAsync(HttpMethod.Post, path, body ?? new object(), "application/json", keyed, cancellation).ConfigureAwait(false));
    }

    public async Task<T> PutAsync<T>(string path, object body, CallOptions? call, CancellationToken cancellation) =>
        Read<T>(await SendAsync(HttpMethod.Put, path, body, "application/json", call, cancellation).ConfigureAwait(false));

    private async Task<byte[]> SendAsync(
        HttpMethod method, string path, object? body, string accept, CallOptions? call, CancellationToken cancellation)
    {
        var bytes = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TryAsync(method, path, bytes, accept, call, cancellation).ConfigureAwait(false);
            }
            catch (OffRampException e) when (attempt < (call?.MaxRetries ?? options.MaxRetries) && MayTryAgain(e))
            {
                await Task.Delay(WaitAfter(attempt, (e as OffRampApiException)?.RetryAfter), options.Time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<byte[]> TryAsync(
        HttpMethod method, string path, byte[]? body, string accept, CallOptions? call, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(call?.Timeout ?? options.Timeout);
        using var request = Request(method, path, body, accept, call?.IdempotencyKey);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            var bytes = await answer.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? bytes : throw Refused(answer, bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new OffRampConnectionException(e is OperationCanceledException ? "No answer in time." : $"No connection: {e.Message}", e);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string accept, string? key)
    {
        var request = new HttpRequestMessage(method, root + path);
        request.Headers.Authorization = new("Bearer", options.Token);
        request.Headers.Accept.Add(new(accept));
        if (key is not null && method == HttpMethod.Post)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        }

        return request;
    }

    private static OffRampApiException Refused(HttpResponseMessage answer, byte[] body)
    {
        var requestId = answer.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.FirstOrDefault() : null;
        return OffRampApiException.Of(new(answer.StatusCode, ProblemOf(body), requestId, WaitOf(answer.Headers.RetryAfter)));
    }

    // Something between here and OffRamp may have answered, in words of its own.
    private static Problem? ProblemOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, Json) is { Code.Length: > 0 } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header) => header?.Delta;

    private static T Read<T>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new OffRampConnectionException("The answer cannot be read: something between here and OffRamp has answered.", e);
        }
    }

    // Every call is safe to repeat: reads, PUTs, and POSTs by their key.
    private static bool MayTryAgain(OffRampException e) => e is OffRampConnectionException or OffRampApiException { Retryable: true };

    private static TimeSpan WaitAfter(int attempt, TimeSpan? retryAfter)
    {
        if (retryAfter is { } asked)
        {
            return asked < LongestPause ? asked : LongestPause;
        }

        var wait = FirstPause * Math.Pow(2, attempt);
        wait = wait < LongestPause ? wait : LongestPause;
        return (wait / 2) + (wait / 2 * Random.Shared.NextDouble());
    }
}

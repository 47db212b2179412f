using System.Net;
using System.Text.Json;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Evm.Rpc;

/// <summary>What one node answered: a result (JSON's null where there is no such thing), an error of its own, or nothing that is JSON-RPC.</summary>
/// <param name="Result">As it came; null for an error or silence.</param>
/// <param name="IsReverted">Its error is that the contract refuses the call.</param>
internal readonly record struct RpcAnswer(JsonElement? Result, bool IsReverted)
{
    public static RpcAnswer Silence { get; }
}

/// <summary>
/// One node, or one provider of nodes, by JSON-RPC: 10 s a call, no redirects, at most 32 MiB back, and whatever goes wrong on the
/// way is an answer and never an exception. Who asks for fewer calls (429) is asked once more, a moment later.
/// </summary>
internal sealed partial class RpcEndpoint : IDisposable
{
    /// <summary>More than the receipt of a transaction that fills a block of Ethereum's with events: anybody can send one to an address of ours.</summary>
    private const int LongestAnswer = 32 * 1024 * 1024;

    private const int MostCallsAtOnce = 8;

    /// <summary>Geth's code of an execution that was reverted; others say so in words.</summary>
    private const int RevertedCode = 3;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(400);

    private readonly SemaphoreSlim free = new(MostCallsAtOnce);
    private readonly HttpClient http;
    private readonly Uri url;
    private readonly ILogger log;
    private int lastId;

    /// <param name="url">Its address; keys of providers are in its path, so that it is never logged.</param>
    /// <param name="log">Where to.</param>
    /// <param name="handler">Stands in for the network.</param>
    public RpcEndpoint(Uri url, ILogger log, HttpMessageHandler? handler = null)
    {
        (this.url, this.log) = (url, log);
        http = new(handler ?? Network(url)) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = LongestAnswer };
    }

    /// <param name="method">Such as <c>eth_getLogs</c>.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<RpcAnswer> AskAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation);
        try
        {
            var answer = await SendAsync(method, parameters, cancellation);
            if (answer is not null)
            {
                return answer.Value;
            }

            await Task.Delay(Breath, cancellation);
            return await SendAsync(method, parameters, cancellation) ?? RpcAnswer.Silence;
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        free.Dispose();
    }

    /// <summary>Null where the node asks for patience.</summary>
    private async Task<RpcAnswer?> SendAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref lastId);
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id, method, @params = parameters }));
        content.Headers.ContentType = new("application/json");
        try
        {
            using var response = await http.PostAsync(url, content, cancellation);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Silent(url.Host, method, "asks for fewer calls");
                return null;
            }

            return Read(await response.Content.ReadAsByteArrayAsync(cancellation), id, method);
        }
        catch (Exception e) when (BrokenConnection.Is(e) || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Silent(url.Host, method, e.GetType().Name);
            return RpcAnswer.Silence;
        }
    }

    // An error may come with any HTTP status, and only its own shape says that the node spoke.
    private RpcAnswer Read(byte[] bytes, int id, string method)
    {
        if (RequestBody.ParseJson(bytes) is not { ValueKind: JsonValueKind.Object } json
            || !json.TryGetProperty("id", out var named) || named.ValueKind != JsonValueKind.Number || !named.TryGetInt32(out var echoed) || echoed != id)
        {
            Silent(url.Host, method, "not JSON-RPC");
            return RpcAnswer.Silence;
        }

        if (json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var known) ? known : 0;
            Refused(url.Host, method, code);
            return new(null, IsReverted: code == RevertedCode || Says(error, "revert"));
        }

        return json.TryGetProperty("result", out var result) ? new(result, IsReverted: false) : RpcAnswer.Silence;
    }

    private static bool Says(JsonElement error, string word) => error.TryGetProperty("message", out var message)
        && message.ValueKind == JsonValueKind.String && message.GetString()!.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static SocketsHttpHandler Network(Uri url) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !url.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    };

    [LoggerMessage(LogLevel.Warning, "A node did not answer {Method}: {Reason}. Node: {Host}")]
    private partial void Silent(string host, string method, string reason);

    [LoggerMessage(LogLevel.Information, "A node refused {Method} with {Code}. Node: {Host}")]
    private partial void Refused(string host, string method, int code);
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>The network between the app and one node, or the signer, where a test decides what is heard.</summary>
internal sealed class NodeEdge() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    private readonly ConcurrentQueue<string> asked = new();
    private long newest;

    /// <summary>The methods that were asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    /// <summary>Another node than the settings say; null: that one.</summary>
    public Uri? LeadsTo { get; set; }

    /// <summary>By method and parameters: false, and the call never arrives.</summary>
    public Func<string, JsonNode, bool> Passes { get; set; } = static (_, _) => true;

    /// <summary>What is heard of an answer; null, and it is lost.</summary>
    public Func<string, JsonNode, JsonNode?> Answers { get; set; } = static (_, answer) => answer;

    /// <summary>It has the state of so many blocks before the newest, as full nodes do; null: of all. Events and receipts it has of all.</summary>
    public int? StateOf { get; set; }

    public void Clear() => asked.Clear();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var method = call["method"]!.GetValue<string>();
        asked.Enqueue(method);
        if (!Passes(method, call["params"]!))
        {
            throw new HttpRequestException("Nobody there (a test wants it so)");
        }

        if (IsForgotten(method, call["params"]!))
        {
            return Json(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = call["id"]!.DeepClone(), ["error"] = new JsonObject { ["code"] = -32000, ["message"] = "missing trie node" } });
        }

        request.RequestUri = LeadsTo ?? request.RequestUri;
        var response = await base.SendAsync(request, cancellationToken);
        var answer = Answers(method, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!)
            ?? throw new HttpRequestException("The answer was lost (a test wants it so)");
        newest = method == "eth_blockNumber" ? Number(answer["result"]!) : newest;
        response.Content = Json(answer).Content;
        return response;
    }

    private bool IsForgotten(string method, JsonNode parameters) =>
        StateOf is { } blocks && method is ("eth_call" or "eth_getTransactionCount" or "eth_getBalance") && Number(parameters[1]!) < newest - blocks;

    private static long Number(JsonNode hex) => Convert.ToInt64(hex.GetValue<string>(), 16);

    private static HttpResponseMessage Json(JsonNode answer) => new() { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
}

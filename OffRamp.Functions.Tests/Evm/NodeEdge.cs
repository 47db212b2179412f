using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>The network between the app and one node, or the signer, where a test decides what is heard.</summary>
internal sealed class NodeEdge() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    private readonly ConcurrentQueue<string> asked = new();

    /// <summary>The methods that were asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    /// <summary>Another node than the settings say; null: that one.</summary>
    public Uri? LeadsTo { get; set; }

    /// <summary>By method and parameters: false, and the call never arrives.</summary>
    public Func<string, JsonNode, bool> Passes { get; set; } = static (_, _) => true;

    /// <summary>What is heard of an answer; null, and it is lost.</summary>
    public Func<string, JsonNode, JsonNode?> Answers { get; set; } = static (_, answer) => answer;

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

        request.RequestUri = LeadsTo ?? request.RequestUri;
        var response = await base.SendAsync(request, cancellationToken);
        var answer = Answers(method, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!)
            ?? throw new HttpRequestException("The answer was lost (a test wants it so)");
        response.Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json");
        return response;
    }
}

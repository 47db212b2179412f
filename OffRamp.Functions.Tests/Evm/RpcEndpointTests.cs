using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Evm.Rpc;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>One node, by JSON-RPC.</summary>
[TestClass]
public sealed class RpcEndpointTests
{
    [TestMethod]
    [DataRow(1, "0x7", 2)]
    [DataRow(2, null, 2)]
    public async Task Who_asks_for_fewer_calls_is_asked_once_more(int refusals, string? expected, int asked)
    {
        var node = new Node { Refusals = refusals };
        using var endpoint = new RpcEndpoint(new("http://node.invalid"), NullLogger.Instance, node);

        var answer = await endpoint.AskAsync("eth_blockNumber", [], default);

        Assert.AreEqual((expected, asked), (answer.Result?.GetString(), node.Asked));
    }

    [TestMethod]
    public async Task A_connection_that_ends_in_the_moment_in_which_it_is_made_is_no_answer()
    {
        using var endpoint = new RpcEndpoint(new("http://node.invalid"), NullLogger.Instance, StubProvider.Silent(new SocketException()));

        Assert.AreEqual(RpcAnswer.Silence, await endpoint.AskAsync("eth_blockNumber", [], default));
    }

    [TestMethod]
    public async Task An_answer_without_end_is_none_and_one_of_a_block_full_of_events_is_read()
    {
        using var full = new RpcEndpoint(new("http://node.invalid"), NullLogger.Instance, new Node { Padding = 20 * 1024 * 1024 });
        using var endless = new RpcEndpoint(new("http://node.invalid"), NullLogger.Instance, new Node { Padding = 33 * 1024 * 1024 });

        var (read, tooLong) = (await full.AskAsync("eth_getLogs", [], default), await endless.AskAsync("eth_getLogs", [], default));

        Assert.AreEqual((true, false), (read.Result is not null, tooLong.Result is not null));
    }

    /// <summary>Refuses so often, and then answers 7, with so many bytes beside it.</summary>
    private sealed class Node : HttpMessageHandler
    {
        public int Refusals { get; init; }

        public int Padding { get; init; }

        public int Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var call = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            if (++Asked <= Refusals)
            {
                return new(HttpStatusCode.TooManyRequests);
            }

            var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = call["id"]!.DeepClone(), ["result"] = "0x7", ["beside"] = new string('x', Padding) };
            return new() { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
        }
    }
}

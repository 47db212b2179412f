using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>A call of the app in which its process is to die: before it has arrived, or when it was done and before the answer is heard.</summary>
/// <param name="Method">Of JSON-RPC.</param>
/// <param name="IsDone">Node or signer have done it by then.</param>
/// <param name="IsIt">Of its first parameter; null: any will do.</param>
internal sealed record DeadlyCall(string Method, bool IsDone = false, Func<JsonNode, bool>? IsIt = null)
{
    public bool Is(JsonNode call) => (string?)call["method"] == Method && IsIt?.Invoke(call["params"]![0]!) is not false;
}

/// <summary>
/// The network between the app's process and the chain: hands every call on to the node or the signer, and kills the process in
/// those calls that a test has named, one after the other. Nothing that is asked for while it dies arrives.
/// </summary>
internal sealed class DeadlyEdge : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentQueue<string> handedIn = new();
    private readonly Lock gate = new();
    private readonly Queue<DeadlyCall> coming = new();
    private readonly Func<DeadlyCall, Task> kill;
    private RunningApp app = null!;
    private bool isDying;

    private DeadlyEdge(Func<DeadlyCall, Task> kill) => this.kill = kill;

    /// <summary>The app's way to the node.</summary>
    public Uri Node => new(app.Address, "node");

    /// <summary>The app's way to the signer.</summary>
    public Uri Signer => new(app.Address, "signer");

    /// <summary>The signed transactions that the app has handed in, whether or not they have arrived.</summary>
    public IReadOnlyCollection<string> HandedIn => handedIn;

    /// <param name="node">Where the chain's node is.</param>
    /// <param name="signer">Where the signer is.</param>
    /// <param name="kill">Kills the process that calls. Until it returns nobody is heard; the next process to call may die too.</param>
    public static async Task<DeadlyEdge> StartAsync(Uri node, Uri signer, Func<DeadlyCall, Task> kill)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var front = builder.Build();
        var edge = new DeadlyEdge(kill);
        front.MapPost("/node", context => edge.PassOnAsync(context, node));
        front.MapPost("/signer", context => edge.PassOnAsync(context, signer));
        edge.app = await RunningApp.StartAsync(front);
        return edge;
    }

    /// <summary>The process dies in the first of these calls, the one after it in the second.</summary>
    public void DieIn(params IReadOnlyList<DeadlyCall> calls)
    {
        lock (gate)
        {
            foreach (var call in calls)
            {
                coming.Enqueue(call);
            }
        }
    }

    /// <summary>How many of them are still to come.</summary>
    public int Coming
    {
        get
        {
            lock (gate)
            {
                return coming.Count + (isDying ? 1 : 0);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task PassOnAsync(HttpContext context, Uri to)
    {
        var call = (await JsonNode.ParseAsync(context.Request.Body))!;
        if (!TryTake(call, out var deadly))
        {
            context.Abort();
            return;
        }

        if ((string?)call["method"] == "eth_sendRawTransaction")
        {
            handedIn.Enqueue((string)call["params"]![0]!);
        }

        if (deadly is { IsDone: false })
        {
            await DieAsync(deadly, context);
            return;
        }

        using var answer = await http.PostAsJsonAsync(to, call);
        var said = await answer.Content.ReadAsStringAsync();
        if (deadly is not null)
        {
            await DieAsync(deadly, context);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(said);
    }

    /// <summary>False for a call of the process that is being killed.</summary>
    private bool TryTake(JsonNode call, out DeadlyCall? deadly)
    {
        lock (gate)
        {
            deadly = !isDying && coming.TryPeek(out var next) && next.Is(call) ? coming.Dequeue() : null;
            var isHeard = !isDying;
            isDying |= deadly is not null;
            return isHeard;
        }
    }

    private async Task DieAsync(DeadlyCall deadly, HttpContext context)
    {
        await kill(deadly);
        lock (gate)
        {
            isDying = false;
        }

        context.Abort();
    }
}

using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Views;

namespace OffRamp.Functions.Tests.Builders;

/// <summary>What is done for every sell, or every time that somebody looks: measured by <c>./bench rules</c>, held to budgets by a test.</summary>
internal sealed class HotPaths
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddLogging()
        .AddSingleton(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(DurableJson.Options) })
        .BuildServiceProvider();

    private readonly Sell waiting = A.Sell();
    private readonly InboxItem[] deposit = [new DepositNotice("n|0", A.Start, A.Transfer())];
    private readonly Sell paid;
    private readonly Functions.Requests.Page<SellView> list;

    /// <param name="replayed">The base64 of the last turn of a sell's orchestration, with its whole history, as the Durable extension asks for it.</param>
    public HotPaths(string replayed)
    {
        LastTurn = replayed;
        paid = new SellStory().IsPaidIn().PayoutSettles().Sell;
        list = new([.. Enumerable.Repeat(SellView.Of(paid), 20)], HasMore: true, "cursor");
    }

    private string LastTurn { get; }

    /// <summary>The rules hear that a deposit is confirmed, and say what is next.</summary>
    public Decision Decide() => SellRules.Decide(waiting, deposit, outcome: null, A.Start + TimeSpan.FromMinutes(10), A.Policy);

    /// <summary>A turn of an orchestration: its request is read, its history replayed, its answer written.</summary>
    public string Replay() => GrpcOrchestrationRunner.LoadAndRun(
        LastTurn, async (TaskOrchestrationContext context, SellStart? start) => (string?)await SellOrchestration.Run(context, start!), Services);

    /// <summary>What <c>GET /v1/sells/{id}</c> answers of a sell that was paid.</summary>
    public byte[] Show() => JsonSerializer.SerializeToUtf8Bytes(SellView.Of(paid), ApiJson.Options);

    /// <summary>What <c>GET /v1/sells</c> answers: 20 sells that were paid.</summary>
    public byte[] List() => JsonSerializer.SerializeToUtf8Bytes(list, ApiJson.Options);
}

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask.Protobuf;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Sells;

/// <summary>One turn of an orchestration as the Durable extension asked for it, and what the orchestration answered then.</summary>
/// <param name="Function">Which orchestration.</param>
/// <param name="Request">The base64 of the extension's request, with the whole history.</param>
/// <param name="Answer">The actions, in the words of <see cref="Meaning"/>.</param>
internal sealed record RecordedTurn(string Function, string Request, string Answer);

/// <summary>Turns of released orchestrations, in <c>Sells/Histories/</c>: whoever is under way must go on under today's code.</summary>
internal static class RecordedHistories
{
    private static readonly string Folder = Repository.PathOf("OffRamp.Functions.Tests", "Sells", "Histories");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.jsonl").Select(Path.GetFileNameWithoutExtension).Order()!;

    public static IReadOnlyList<RecordedTurn> Read(string name) =>
        [.. File.ReadLines(Path.Combine(Folder, name + ".jsonl")).Select(line => JsonSerializer.Deserialize<RecordedTurn>(line)!)];

    public static void Write(string name, IEnumerable<RecordedTurn> turns) =>
        File.WriteAllLines(Path.Combine(Folder, name + ".jsonl"), turns.Select(turn => JsonSerializer.Serialize(turn)));

    /// <summary>What today's code answers.</summary>
    public static string Replay(string function, string request)
    {
        var parsed = OrchestratorRequest.Parser.ParseFrom(Convert.FromBase64String(request));
        return Meaning.Of(function switch
        {
            SellOrchestration.Name => InstanceDriver.Run<SellStart>(parsed, SellOrchestration.Run),
            DeliverWebhooks.Name => InstanceDriver.Run<DeliveryInput>(parsed, DeliverWebhooks.Run),
            _ => throw new InvalidOperationException($"There is no orchestration {function}: as long as one is recorded under that name, it stays."),
        });
    }

    /// <summary>Listens to a world's host.</summary>
    internal sealed class Recorder
    {
        private readonly ConcurrentQueue<RecordedTurn> turns = new();

        public IEnumerable<RecordedTurn> Turns => turns;

        public void BeforeCall(string function, IReadOnlyList<object?> arguments)
        {
            if (function is SellOrchestration.Name or DeliverWebhooks.Name)
            {
                var request = (string)arguments[0]!;
                turns.Enqueue(new(function, request, Replay(function, request)));
            }
        }
    }
}

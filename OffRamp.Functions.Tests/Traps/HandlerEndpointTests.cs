using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask;
using OffRamp.DurableTask.Wire;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.DurableTask;
using OffRamp.Functions.Tests.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Traps;

/// <summary>The orchestrator endpoint as the real Durable extension calls it: recorded exchanges, over HTTP.</summary>
[TestClass]
[TestCategory("Trap 2")]
public sealed class HandlerEndpointTests
{
    [TestMethod]
    [TestCategory("Trap 3.2 valid")]
    public async Task Recorded_exchanges_are_answered_as_they_were()
    {
        await using var app = await TestHost.StartAsync(routes => routes.MapDurable(RealEngineTraceTests.Registry));
        var lines = Recordings.Lines("real-engine-trace.jsonl");

        foreach (var line in lines)
        {
            var recorded = JsonElement.Parse(line.GetProperty("response").GetString()!).GetProperty("returnValue").GetString()!;
            var ours = await OrchestrateAsync(app, line.GetProperty("orchestrator").GetString()!, line.GetProperty("request").GetString()!);

            Assert.AreEqual(Meaning.Of(Meaning.Response(recorded), wrapsInputs: true), Meaning.Of(ours), line.GetProperty("orchestrator").GetString());
        }

        Assert.HasCount(54, lines);
    }

    [TestMethod]
    [TestCategory("Trap 3.2 retry")]
    [DataRow(2)]
    [DataRow(3)]
    public async Task In_trouble_the_turn_is_asked_for_again_in_the_words_of_the_extensions_version(int version)
    {
        var registry = new DurableTaskRegistry();
        foreach (var name in RealEngineTraceTests.Registry.OrchestratorNames)
            registry.AddOrchestrator(name, () => throw new TimeoutException("no settings yet"));
        await using var app = await TestHost.StartAsync(routes => routes.MapDurable(registry));

        foreach (var line in Recordings.Lines("real-engine-trace.jsonl"))
        {
            var request = Meaning.Request(line.GetProperty("request").GetString()!);
            if (version == 3)
                request.Properties["IncludeState"] = Value.ForBool(true);

            var answer = await OrchestrateAsync(app, line.GetProperty("orchestrator").GetString()!, request.ToByteString().ToBase64());

            Assert.AreEqual(version == 3, answer.RequiresHistory);
            Assert.AreEqual(version == 3 ? null : "System.OutOfMemoryException",
                answer.Actions.SingleOrDefault()?.CompleteOrchestration.FailureDetails.InnerFailure.ErrorType);
            Assert.AreEqual(request.InstanceId, answer.InstanceId);
        }
    }

    [TestMethod]
    [TestCategory("Trap 3.2 failed")]
    public async Task An_orchestrator_that_throws_is_answered_200_with_its_failure()
    {
        var registry = new DurableTaskRegistry().AddOrchestratorFunc<int, string>("Race", (_, _) => throw new InvalidOperationException("a bug"));
        await using var app = await TestHost.StartAsync(routes => routes.MapDurable(registry));
        var line = Recordings.Lines("real-engine-trace.jsonl").First(line => line.GetProperty("orchestrator").GetString() == "Race");

        var end = (await OrchestrateAsync(app, "Race", line.GetProperty("request").GetString()!)).Actions.Single().CompleteOrchestration;

        Assert.AreEqual(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.AreEqual("a bug", end.FailureDetails.ErrorMessage);
        Assert.IsNull(end.FailureDetails.InnerFailure, "it would be tried again for ever");
    }

    private static async Task<OrchestratorResponse> OrchestrateAsync(RunningApp app, string name, string request)
    {
        using var answer = await HostCall.PostAsync(app.Client, name, HostCall.Of("context", request));
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return Meaning.Response(json.GetProperty("ReturnValue").GetString()!);
    }
}

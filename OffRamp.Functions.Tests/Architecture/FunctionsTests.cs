using System.Text.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;

namespace OffRamp.Functions.Tests.Architecture;

/// <summary>What the Functions host is told of the app, beside its HTTP functions.</summary>
[TestClass]
public sealed class FunctionsTests
{
    [TestMethod]
    public void Orchestrations_activities_and_timers_are_those_that_were_agreed()
    {
        var functions = JsonDocument.Parse(File.ReadAllText(Path.Combine(WholeAppTests.AppFolder, "functions.metadata"))).RootElement.EnumerateArray();

        var lines =
            from function in functions
            let trigger = function.GetProperty("bindings").EnumerateArray().Select(binding => binding.GetProperty("type").GetString()!)
                .First(type => type.EndsWith("Trigger", StringComparison.Ordinal))
            where trigger != "httpTrigger"
            orderby trigger, function.GetProperty("name").GetString()
            select $"{trigger} {function.GetProperty("name").GetString()}";

        Assert.AreEqual(
            """
            activityTrigger Advance
            activityTrigger CheckDeposits
            activityTrigger CheckPayout
            activityTrigger SendRefund
            activityTrigger SendWebhooks
            activityTrigger SubmitPayout
            orchestrationTrigger DeliverWebhooks
            orchestrationTrigger Sell
            timerTrigger CheckChain
            timerTrigger CheckLedgers
            timerTrigger CheckRestored
            timerTrigger CopyTables
            timerTrigger PurgeHistory
            timerTrigger ReviveSells
            timerTrigger SweepForwarders
            timerTrigger WatchChain
            """.ReplaceLineEndings("\n"),
            string.Join('\n', lines));
    }

    /// <summary>Extended sessions keep orchestrators in memory between turns, which an isolated worker does not do.</summary>
    [TestMethod]
    public void The_host_keeps_no_sessions_and_routes_have_no_prefix()
    {
        var extensions = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("host.json"))).RootElement.GetProperty("extensions");

        Assert.IsFalse(extensions.GetProperty("durableTask").TryGetProperty("extendedSessionsEnabled", out _));
        Assert.AreEqual("", extensions.GetProperty("http").GetProperty("routePrefix").GetString());
    }
}

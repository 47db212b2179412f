using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;
using OffRamp.Functions.Tests.Webhooks;
using OpenTelemetry.Logs;

namespace OffRamp.Functions.Tests.Hosting;

/// <summary>What a collector gets of the whole product, by OTLP over HTTP.</summary>
[TestClass]
public sealed class TelemetryTests
{
    [TestMethod]
    public async Task A_sell_s_logs_traces_and_metrics_arrive_under_its_id_and_nothing_secret_does()
    {
        var got = new ConcurrentDictionary<string, StringBuilder>();
        await using var collector = await TestHost.StartAsync(routes => routes.MapPost("/v1/{signal}", async (string signal, HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            var text = await reader.ReadToEndAsync();
            lock (got)
            {
                got.GetOrAdd(signal, _ => new()).Append(text);
            }
        }));
        var world = await World.StartAsync(settings: To(collector.Address));
        var sell = await SellDriver.StartAsync(world, card: "tok_closed");
        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromHours(1));

        await world.DisposeAsync();

        CollectionAssert.AreEquivalent(new[] { "logs", "metrics", "traces" }, got.Keys.ToArray());
        Assert.Contains(sell.SellId, got["logs"].ToString());
        Assert.Contains(sell.SellId, got["traces"].ToString());
        Assert.Contains("http.server.request.duration", got["metrics"].ToString());
        var all = string.Concat(got.Values);
        foreach (var secret in new[] { Shop.Token, "cs_", "tok_closed", "whsec_", "ada@", "%40", "local-operator-key", "local-durable-key" })
        {
            Assert.DoesNotContain(secret, all);
        }
    }

    [TestMethod]
    public async Task A_request_its_orchestration_the_call_of_the_provider_and_the_webhook_are_one_trace()
    {
        var spans = new ConcurrentQueue<OtlpSpan>();
        await using var collector = await TestHost.StartAsync(routes => routes.MapPost("/v1/{signal}", async (string signal, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            foreach (var span in signal == "traces" ? OtlpSpan.ReadAll(body.ToArray()) : [])
            {
                spans.Enqueue(span);
            }
        }));
        await using var partner = await PartnerServer.StartAsync();
        var world = await World.StartAsync(settings: To(collector.Address));
        await world.PartnerAsync(HttpMethod.Put, "/v1/webhook_endpoint", new { url = partner.Url });
        var sell = await SellDriver.OpenAsync(world);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1)); // the session's own events are through
        using var request = new Activity("the user sells").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        using (request.Start())
        {
            await sell.SellAsync();
        }
        await sell.DepositAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        var end = await sell.StandsAsync();
        await world.DisposeAsync();

        var own = spans.Where(span => span.TraceId == request.TraceId.ToHexString()).ToList();
        var shown = string.Join('\n', own.Select(span => $"{span.Source}: {span.Name}").Distinct().Order());
        Assert.AreEqual("completed/paid", end);
        Assert.Contains("Microsoft.AspNetCore: StartSell", shown);
        Assert.Contains("DurableTask.Core: orchestration:Sell", shown);
        Assert.Contains("DurableTask.Core: activity:SubmitPayout", shown);
        Assert.Contains(span => span.Source == "System.Net.Http" && span.Attributes["url.full"].EndsWith("/payouts", StringComparison.Ordinal), own, shown);
        Assert.Contains("OffRamp: send webhook", shown);
    }

    [TestMethod]
    public async Task An_alarm_gets_to_Application_Insights_by_its_number_though_the_trace_around_it_is_left_out()
    {
        var sent = new TaskCompletionSource<string>();
        await using var insights = await TestHost.StartAsync(routes => routes.MapPost("/v2.1/track", async context =>
        {
            await using var body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            using var reader = new StreamReader(body);
            if (await reader.ReadToEndAsync() is var text && text.Contains("ALARM", StringComparison.Ordinal))
            {
                sent.TrySetResult(text);
            }
        }));
        var builder = Host.CreateApplicationBuilder();
        builder.AddTelemetry(new(null, IsGrpc: true, $"InstrumentationKey={Guid.Empty};IngestionEndpoint={insights.Address}", SignsIn: false));
        using var host = builder.Build();

        using (new Activity("a request").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None).Start())
        {
            host.Services.GetRequiredService<ILogger<TelemetryTests>>().Log(
                LogLevel.Error, new Microsoft.Extensions.Logging.EventId(911), "ALARM: a sell needs a person. Sell: {SellId}.", "sell_1");
        }
        host.Services.GetRequiredService<LoggerProvider>().ForceFlush();
        var line = await sent.Task.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Contains("""
            "EventId":"911"
            """, line);
        Assert.Contains("""
            "SellId":"sell_1"
            """, line);
    }

    [TestMethod]
    public async Task A_collector_that_hangs_costs_no_request_anything_and_the_end_little()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var tables = await AzuriteTables.StartAsync();
        var app = await tables.StartAppAsync(null, To(new($"http://{mute.LocalEndpoint}")));

        using var answer = await app.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        var began = TimeProvider.System.GetTimestamp();
        await app.DisposeAsync();

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.IsLessThan(TimeSpan.FromSeconds(10), TimeProvider.System.GetElapsedTime(began));
    }

    [TestMethod]
    public async Task Application_Insights_gets_it_too_by_its_connection_string()
    {
        var tracked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var ingestion = await TestHost.StartAsync(routes => routes.MapPost("/{version}/track", (HttpContext _) =>
        {
            tracked.TrySetResult();
            return Results.Json(new { itemsReceived = 1, itemsAccepted = 1, errors = Array.Empty<string>() });
        }));
        var tables = await AzuriteTables.StartAsync();
        var app = await tables.StartAppAsync(
            null, ("APPLICATIONINSIGHTS_CONNECTION_STRING", $"InstrumentationKey={Guid.Empty};IngestionEndpoint={ingestion.Address}"));

        using var answer = await app.Client.GetAsync(new Uri("/health/live", UriKind.Relative));
        await app.DisposeAsync();

        await tracked.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [TestMethod]
    [DataRow("nonsense")]
    [DataRow("IngestionEndpoint=https://x.example")]
    public void A_connection_string_that_is_none_is_said_before_the_app_starts(string connection)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local(("APPLICATIONINSIGHTS_CONNECTION_STRING", connection)));

        Assert.Contains("APPLICATIONINSIGHTS_CONNECTION_STRING", refusal.Message);
    }

    // Metrics every half second: those of the last minute are lost where a busy machine gives a worker too little time for its goodbye.
    private static (string Name, string? Value)[] To(Uri collector) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];
}

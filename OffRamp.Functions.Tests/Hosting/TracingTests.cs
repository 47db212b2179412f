using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class TracingTests
{
    [TestMethod]
    public async Task Spans_go_to_the_collector_that_the_setting_names()
    {
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await TestHost.StartAsync(routes => routes.MapPost("/v1/traces", (HttpContext context, CancellationToken _) =>
        {
            received.TrySetResult(context.Request.ContentType ?? "");
            return Results.Ok();
        }));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }).Build();
        using var tracing = new Tracing(configuration);

        await tracing.StartAsync(default);
        Telemetry.Source.StartActivity("Work")!.Dispose();
        await tracing.StopAsync(default);

        Assert.AreEqual("application/x-protobuf", await received.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}

using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>Where logs, traces and metrics go besides the console; the names are those of OpenTelemetry and Application Insights.</summary>
/// <param name="Otlp">A collector, by OTLP over HTTP (port 4318) or gRPC; null for none.</param>
/// <param name="IsGrpc">How to speak to it.</param>
/// <param name="ApplicationInsights">A connection string; null for none.</param>
/// <param name="SignsIn">Whether Application Insights wants the app's own identity.</param>
internal sealed record TelemetrySettings(Uri? Otlp, bool IsGrpc, string? ApplicationInsights, bool SignsIn)
{
    private const string ProtocolName = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string ConnectionName = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    public static TelemetrySettings None { get; } = new(null, IsGrpc: true, null, SignsIn: false);

    public bool IsOn => Otlp is not null || ApplicationInsights is not null;

    public static TelemetrySettings Read(SettingsReader reader)
    {
        var protocol = reader.Optional(ProtocolName);
        if (protocol is not (null or "grpc" or "http/protobuf"))
        {
            reader.Problem(ProtocolName, "is neither grpc nor http/protobuf");
        }
        var connection = reader.Optional(ConnectionName);
        if (connection?.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase) == false)
        {
            reader.Problem(ConnectionName, "has no InstrumentationKey");
        }
        return new(
            reader.OptionalUrl("OTEL_EXPORTER_OTLP_ENDPOINT"),
            protocol is null or "grpc",
            connection,
            reader.Optional("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) ?? false);
    }
}

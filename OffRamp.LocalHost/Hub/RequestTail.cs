using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OffRamp.DurableTask.Wire;

namespace OffRamp.LocalHost.Hub;

/// <summary>The last fields of every orchestrator request; they never change.</summary>
internal static class RequestTail
{
    private static readonly OrchestratorEntityParameters Entities = new() { EntityMessageReorderWindow = Duration.FromTimeSpan(TimeSpan.FromMinutes(30)) };

    private static readonly byte[] Second = new OrchestratorRequest { EntityParameters = Entities }.ToByteArray();

    private static readonly byte[] Third = new OrchestratorRequest
    {
        EntityParameters = Entities,
        Properties =
        {
            ["HttpDefaultAsyncRequestSleepTimeMilliseconds"] = Value.ForNumber(30_000),
            ["IncludeState"] = Value.ForBool(true),
            ["IsExtendedSession"] = Value.ForBool(false),
            ["ExtendedSessionIdleTimeoutInSeconds"] = Value.ForNumber(0),
        },
    }.ToByteArray();

    public static byte[] For(int extensionVersion) => extensionVersion >= 3 ? Third : Second;
}

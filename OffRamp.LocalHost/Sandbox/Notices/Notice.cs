using System.Text.Json;
using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Notices;

/// <summary>A message to the app. Those of one subject go out in order, each after the one before was taken.</summary>
internal sealed record Notice(string Id, Provider Provider, string Subject, string Body, DateTimeOffset DueAt)
{
    public static Notice Of(Provider provider, string subject, string type, object data, DateTimeOffset dueAt) =>
        new($"msg_{Guid.CreateVersion7():n}", provider, subject,
            JsonSerializer.Serialize(new { type, data }, SandboxJson.Options), dueAt);
}

using System.Text.Json.Serialization;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>An error answer, <c>application/problem+json</c> (RFC 9457).</summary>
internal sealed record Problem(int Status, string Code, string Detail)
{
    public string Type => $"urn:offramp:sandbox:{Code}";

    public string Title => Code.Replace('_', ' ');

    public string? RequestId { get; init; }

    public bool Retryable { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}

/// <summary>What is wrong with one field.</summary>
internal sealed record FieldProblem(string Path, string Code, string Message);

// Made of the API's own document by DotnetModels of the tests. Do not change it here.

using System.Text.Json.Serialization;

namespace OffRamp.Client.Models;

/// <summary>Why a request was not done (RFC 9457).</summary>
public sealed partial record Problem
{
    /// <summary>`urn:offramp:problem:` and the code.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    /// <summary>The code in words; the same for every such problem.</summary>
    [JsonPropertyName("title")]
    public string Title { get; init; } = "";

    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("status")]
    public int Status { get; init; }

    /// <summary>What is wrong with this request, in a sentence.</summary>
    [JsonPropertyName("detail")]
    public string Detail { get; init; } = "";

    /// <summary>What to decide by; it does not change.</summary>
    [JsonPropertyName("code")]
    public string Code { get; init; } = "";

    /// <summary>The same as in the header `X-Request-Id`; helps to find the request in the logs.</summary>
    [JsonPropertyName("request_id")]
    public string RequestId { get; init; } = "";

    /// <summary>The same request may succeed later, unchanged.</summary>
    [JsonPropertyName("retryable")]
    public bool Retryable { get; init; }

    /// <summary>The fields to blame, all of them. With one `code` is its code; with several `validation_failed`.</summary>
    [JsonPropertyName("errors")]
    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}

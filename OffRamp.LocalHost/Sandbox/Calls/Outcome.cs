using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>What a call comes to: an answer, and the facts that are on disk before it is given.</summary>
internal sealed record Outcome(int Status, object Body, params IReadOnlyList<Fact> Facts)
{
    /// <summary>False where the effect happens but the caller never hears of it.</summary>
    public bool IsAnswered { get; init; } = true;

    public bool IsReplay { get; init; }

    public static Outcome Ok(object body, params IReadOnlyList<Fact> facts) => new(200, body, facts);

    public static Outcome Refused(int status, string code, string detail) => new(status, new Problem(status, code, detail));

    public static Outcome NotFound(string code, string detail) => Refused(404, code, detail);

    /// <summary>Asks to come again: a 503.</summary>
    public static Outcome Unavailable(string detail, params IReadOnlyList<Fact> facts) =>
        new(503, new Problem(503, "unavailable", detail) { Retryable = true }, facts);
}

/// <summary>An answer that is text of another kind than JSON of ours.</summary>
internal sealed record Written(string ContentType, string Text);

/// <summary>An answer that sends the browser elsewhere.</summary>
internal sealed record SeeOther(string Location);

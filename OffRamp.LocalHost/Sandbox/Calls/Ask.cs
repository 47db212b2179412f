using OffRamp.LocalHost.Sandbox.Facts;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>One call as a decision sees it. The books are held while it decides.</summary>
internal sealed record Ask(Books Books, DateTimeOffset Now, Fields Body, HttpContext Context)
{
    /// <summary>The sandbox's own base URL, as the caller wrote it.</summary>
    public string BaseUrl => $"{Context.Request.Scheme}://{Context.Request.Host}";

    public string Route(string name) => (string?)Context.Request.RouteValues[name] ?? "";

    /// <summary>What was ordered to go wrong with this call, and is for the decision to do.</summary>
    public FaultMode? Fault => Context.Items[typeof(FaultMode)] as FaultMode?;

    public string? Query(string name) => Context.Request.Query[name];
}

/// <summary>Decides a call: reads the books, and says what to answer and what to write into them.</summary>
internal delegate Outcome Decision(Ask ask);

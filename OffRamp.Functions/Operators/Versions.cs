using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Operators;

/// <summary><c>ETag</c> and <c>If-Match</c>: who changes what somebody else has changed meanwhile is told so, where they ask for it.</summary>
internal static class Versions
{
    /// <summary>Says as what the thing was read or left.</summary>
    public static void Tell(HttpContext context, string version) => context.Response.Headers.ETag = TagOf(version);

    /// <summary>Null where the caller has seen this version, or does not say which it has seen.</summary>
    public static ProblemResult? Refuse(HttpContext context, string version) => IsSeen(context.Request, version) ? null : Changed();

    /// <summary>Whether the caller says which version it has seen.</summary>
    public static bool IsAsked(HttpContext context) => context.Request.Headers.IfMatch.Count > 0;

    public static ProblemResult Changed() => Problems.Of("precondition_failed", "Somebody else has changed it since it was read. Read it again.");

    private static bool IsSeen(HttpRequest request, string version) =>
        request.Headers.IfMatch.Count == 0
        || request.Headers.IfMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || tag == TagOf(version));

    /// <summary>A storage's own tag has characters that many clients mangle.</summary>
    private static string TagOf(string version) => $"\"{Secrets.Hash(version)[..32]}\"";
}

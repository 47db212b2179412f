namespace OffRamp.Functions.Tests.Infrastructure;

internal static class ServerAnswer
{
    /// <summary>
    /// Whether the HTTP server refused before the app saw anything: what is no HTTP, or too long for it. Every answer of the
    /// app carries <c>X-Request-Id</c>.
    /// </summary>
    public static bool IsOfServer(this HttpResponseMessage answer) => !answer.Headers.Contains("X-Request-Id");
}

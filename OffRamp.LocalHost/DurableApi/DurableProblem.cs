namespace OffRamp.LocalHost.DurableApi;

/// <summary>The extension's error body.</summary>
internal static class DurableProblem
{
    public static IResult Of(int status, string message, string exceptionType = "System.InvalidOperationException") => Results.Json(
        new Dictionary<string, string>
        {
            ["Message"] = "Something went wrong while processing your request",
            ["ExceptionMessage"] = message,
            ["ExceptionType"] = exceptionType,
            ["StackTrace"] = "",
        },
        statusCode: status);

    public static IResult BadRequest(string message) => Of(StatusCodes.Status400BadRequest, message, "System.ArgumentException");
}

namespace OffRamp.Functions.Hosting;

/// <summary>Every answer carries the id of its request: the caller's, if it can be repeated safely, else one of ours.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    private static readonly object Key = new();

    public static string Of(HttpContext context) => context.Items[Key] as string ?? Assign(context);

    /// <summary>Settles the id and puts it into the answer's headers.</summary>
    public static string Assign(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var id = given is [{ Length: >= 1 and <= 128 } only] && only.All(c => c is >= ' ' and <= '~')
            ? only
            : "req_" + Guid.CreateVersion7().ToString("N");
        context.Items[Key] = id;
        context.Response.Headers[Header] = id;
        return id;
    }
}

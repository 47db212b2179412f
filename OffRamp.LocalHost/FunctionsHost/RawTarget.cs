using Microsoft.AspNetCore.Http.Features;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>Where a request is passed on to: its target as it was sent. A parsed and rebuilt path would lose escapes and dots.</summary>
internal static class RawTarget
{
    /// <param name="context">The request.</param>
    /// <param name="server">Scheme and authority of whoever gets it, without a slash at the end.</param>
    public static Uri At(HttpContext context, string server)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (!raw.StartsWith('/'))
        {
            raw = context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        }

        // OPTIONS * has no path.
        raw = raw.StartsWith('/') ? raw : "/" + raw;
        return new Uri(server + raw, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}

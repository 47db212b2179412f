using System.Collections.Frozen;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>The shop's page and what it loads: files of this program and nothing else.</summary>
internal static class ShopFiles
{
    private const string Folder = "shop/";

    private static readonly FrozenDictionary<string, byte[]> Files = typeof(ShopFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], Read);

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    public static IResult Answer(HttpContext context, string name)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        return Files.TryGetValue(name, out var bytes) ? Results.Bytes(bytes, MediaTypes[Path.GetExtension(name)]) : FunctionsHost.HostProblem.NotFound;
    }

    /// <summary>The sell page, which the same host serves, is the only frame; live updates come from a port of their own.</summary>
    /// <param name="live">Null where there are none.</param>
    public static string Policy(Uri? live) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + $"connect-src 'self'{(live is null ? "" : $" ws://{live.Authority}")}";

    private static byte[] Read(string resource)
    {
        using var stream = typeof(ShopFiles).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

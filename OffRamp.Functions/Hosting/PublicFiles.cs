using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting;

/// <summary>Files that are built into the app: the same for everyone, and until the next deployment.</summary>
internal sealed class PublicFiles
{
    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, byte[]> files;
    private readonly FrozenDictionary<string, byte[]> compressed;

    /// <param name="folder">What the names of their resources begin with, such as <c>docs/</c>.</param>
    public PublicFiles(string folder)
    {
        files = typeof(PublicFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[folder.Length..], Read);
        compressed = files.ToFrozenDictionary(file => file.Key, file => Compress(file.Value));
    }

    public IEnumerable<string> Names => files.Keys;

    public byte[] this[string name] => files[name];

    /// <summary>The file, compressed where the caller takes that; or 404.</summary>
    public IResult Answer(HttpContext context, string name)
    {
        if (!files.TryGetValue(name, out var bytes))
        {
            return Problems.NotFound();
        }

        return Answer(context, IsCompressed(context) ? compressed[name] : bytes, MediaTypes[Path.GetExtension(name)]);
    }

    /// <summary>Says what the answer depends on, and whether it is to be compressed by gzip: then that is said too.</summary>
    public static bool IsCompressed(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        var takesGzip = context.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is null or > 0);
        if (takesGzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        return takesGzip;
    }

    /// <summary>Bytes that are as public and as lasting as such a file.</summary>
    public static IResult Answer(HttpContext context, byte[] bytes, string mediaType)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
        return Results.Bytes(bytes, mediaType, entityTag: tag);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static byte[] Read(string resource)
    {
        using var file = typeof(PublicFiles).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}

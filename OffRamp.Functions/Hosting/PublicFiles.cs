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

    /// <summary>What every page of ours loads: its colours, and the scripts that they have in common.</summary>
    public const string Shared = "shared";

    private readonly FrozenDictionary<string, PublicFile> files;

    /// <param name="folders">What the names of their resources begin with, such as <c>docs</c>; <see cref="Shared"/> beside a page's own.</param>
    public PublicFiles(params IReadOnlyList<string> folders) => files = typeof(PublicFiles).Assembly.GetManifestResourceNames()
        .Select(name => name.Split('/'))
        .Where(parts => parts.Length == 2 && folders.Contains(parts[0]))
        .ToFrozenDictionary(parts => parts[1], parts => Read(string.Join('/', parts)));

    public IEnumerable<string> Names => files.Keys;

    public byte[] this[string name] => files[name].Plain;

    /// <summary>The file, compressed for whoever takes that, or 404.</summary>
    public IResult Answer(HttpContext context, string name) =>
        files.TryGetValue(name, out var file) ? Answer(context, file, MediaTypes[Path.GetExtension(name)]) : Problems.NotFound();

    /// <summary>The same of a file that comes from elsewhere.</summary>
    public static IResult Answer(HttpContext context, PublicFile file, string mediaType)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        if (!context.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is null or > 0))
        {
            return Answer(context, file.Plain, mediaType);
        }

        context.Response.Headers.ContentEncoding = "gzip";
        return Answer(context, file.Compressed, mediaType);
    }

    /// <summary>Bytes that are as public and as lasting as such a file.</summary>
    public static IResult Answer(HttpContext context, byte[] bytes, string mediaType)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
        return Results.Bytes(bytes, mediaType, entityTag: tag);
    }

    private static PublicFile Read(string resource)
    {
        using var file = typeof(PublicFiles).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return PublicFile.OfPlain(bytes.ToArray());
    }
}

/// <summary>A file as it is, and as it goes over the wire; what is not needed is not made.</summary>
internal sealed class PublicFile
{
    private readonly Lazy<byte[]> plain;
    private readonly Lazy<byte[]> compressed;

    private PublicFile(Func<byte[]> plain, Func<byte[]> compressed) => (this.plain, this.compressed) = (new(plain), new(compressed));

    public byte[] Plain => plain.Value;

    /// <summary>By gzip.</summary>
    public byte[] Compressed => compressed.Value;

    public static PublicFile OfPlain(byte[] bytes) => new(() => bytes, () => Compress(bytes));

    /// <param name="read">The bytes by gzip.</param>
    public static PublicFile OfCompressed(Func<byte[]> read)
    {
        var compressed = new Lazy<byte[]>(read);
        return new(() => Expand(compressed.Value), () => compressed.Value);
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.SmallestSize))
        {
            stream.Write(bytes);
        }

        return result.ToArray();
    }

    private static byte[] Expand(byte[] compressed)
    {
        using var stream = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

using System.IO.Compression;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>The reference's script, which is large: compressed for whoever takes it so.</summary>
[TestClass]
public sealed class ShowDocsTests
{
    [TestMethod]
    public async Task The_script_is_the_same_compressed_and_not()
    {
        await using var app = await (await AzuriteTables.StartAsync()).StartAppAsync();

        using var compressed = await GetAsync(app, "br, gzip");
        using var plain = await GetAsync(app, "gzip;q=0");

        var (sent, whole) = (await compressed.Content.ReadAsByteArrayAsync(), await plain.Content.ReadAsByteArrayAsync());
        Assert.IsLessThan(whole.Length / 3, sent.Length);
        using var expanded = new MemoryStream();
        await using (var script = new GZipStream(new MemoryStream(sent), CompressionMode.Decompress))
        {
            await script.CopyToAsync(expanded);
        }

        CollectionAssert.AreEqual(whole, expanded.ToArray());
        Assert.AreEqual("gzip", compressed.Content.Headers.ContentEncoding.Single());
        Assert.IsEmpty(plain.Content.Headers.ContentEncoding);
        Assert.AreEqual("Accept-Encoding", plain.Headers.Vary.Single());
        Assert.AreNotEqual(compressed.Headers.ETag, plain.Headers.ETag);
    }

    private static Task<HttpResponseMessage> GetAsync(RunningApp app, string accepted)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/docs/scalar.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return app.Client.SendAsync(request);
    }
}

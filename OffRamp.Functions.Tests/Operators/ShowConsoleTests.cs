using System.Net;
using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

/// <summary>The console as files that browsers get. What it does in one is in Pages.</summary>
[TestClass]
public sealed partial class ShowConsoleTests
{
    [TestMethod]
    public async Task The_console_loads_files_of_our_own_and_nobody_may_frame_it_or_make_elements_out_of_text()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.Client.GetAsync("/ops");

        Assert.AreEqual("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.AreEqual(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [TestMethod]
    public async Task Everything_that_the_console_loads_is_there_once_and_compressed_for_whoever_takes_that()
    {
        await using var shop = await Shop.OpenAsync();
        var seen = new HashSet<string>();
        var open = new Queue<string>(Loaded().Matches(await shop.Client.GetStringAsync("/ops")).Select(match => match.Groups[1].Value));

        while (open.TryDequeue(out var file))
        {
            if (!seen.Add(file))
            {
                continue;
            }

            using var answer = await shop.Client.GetAsync($"/ops/assets/{file}");
            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, file);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/ops/assets/{file}") { Headers = { AcceptEncoding = { new("gzip") } } };
            using var compressed = await shop.Client.SendAsync(request);
            Assert.AreEqual(("gzip", "Accept-Encoding"), (compressed.Content.Headers.ContentEncoding.Single(), compressed.Headers.Vary.Single()), file);
            Assert.AreNotEqual(answer.Headers.ETag, compressed.Headers.ETag, file);
            foreach (Match import in Imported().Matches(await answer.Content.ReadAsStringAsync()))
            {
                open.Enqueue(import.Groups[1].Value);
            }
        }

        CollectionAssert.AreEquivalent(new PublicFiles("console", PublicFiles.Shared).Names.ToList(), seen.ToList());
        await ProblemBody.ExpectAsync(await shop.Client.GetAsync("/ops/assets/console.html"), HttpStatusCode.NotFound, "not_found");
    }

    [TestMethod]
    [DataRow(null, "key")]
    [DataRow("entra", "entra")]
    public async Task Where_people_are_signed_in_by_their_organisation_the_console_offers_that(string? setting, string expected)
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_OPERATOR_AUTH", setting));

        var page = await shop.Client.GetStringAsync("/ops");

        StringAssert.Contains(page, $"<meta name=\"sign-in\" content=\"{expected}\">");
    }

    [GeneratedRegex("""(?:src|href)="/ops/assets/([^"]+)["]""")]
    private static partial Regex Loaded();

    [GeneratedRegex("""from '\./([^']+)'""")]
    private static partial Regex Imported();
}

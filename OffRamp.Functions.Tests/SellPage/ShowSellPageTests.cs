using System.Net;
using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.SellPage;

/// <summary>The hosted page as a file that browsers get. What it does in one is in Pages.</summary>
[TestClass]
public sealed partial class ShowSellPageTests
{
    [TestMethod]
    public async Task The_page_loads_files_of_our_own_and_frames_the_card_provider_only()
    {
        await using var shop = await Shop.OpenAsync(
            null, ("OFFRAMP_CARD_PAGE_URL", "https://cards.example/form?merchant=7"), ("OFFRAMP_REALTIME_URL", "https://live.example"));
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.Client.GetAsync($"/sell/{session.Id}");

        Assert.AreEqual("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.AreEqual(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' wss://live.example; frame-src https://cards.example; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors http://127.0.0.1:7071",
            Policy(answer));
        Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.AreEqual("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "content=\"https://cards.example/form?merchant=7\"");
    }

    [TestMethod]
    public async Task Each_partner_says_who_may_frame_its_sessions()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        await AllowAsync(shop, "https://shop.example", "https://app.shop.example:8443");
        using var two = await shop.Client.GetAsync($"/sell/{session.Id}");
        await AllowAsync(shop);
        using var none = await shop.Client.GetAsync($"/sell/{session.Id}");

        StringAssert.EndsWith(Policy(two), "; frame-ancestors https://shop.example https://app.shop.example:8443");
        StringAssert.EndsWith(Policy(none), "; frame-ancestors 'none'");
    }

    [TestMethod]
    public async Task A_session_that_nobody_has_gets_the_same_page_and_nobody_may_frame_it()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();
        var page = await shop.Client.GetStringAsync($"/sell/{session.Id}");

        foreach (var id in new[] { session.Id.Replace("ses_0", "ses_1", StringComparison.Ordinal), session.SellId, "nonsense", "%3Cscript%3E" })
        {
            using var answer = await shop.Client.GetAsync($"/sell/{id}");
            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
            StringAssert.EndsWith(Policy(answer), "; frame-ancestors 'none'");
            Assert.AreEqual(page, await answer.Content.ReadAsStringAsync());
        }
    }

    [TestMethod]
    public async Task Without_a_card_provider_there_is_no_frame()
    {
        await using var shop = await Shop.OpenAsync(null, ("OFFRAMP_CARD_PAGE_URL", null));

        using var answer = await shop.Client.GetAsync("/sell/nobody");

        StringAssert.Contains(Policy(answer), "; frame-src 'none';");
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "<meta name=\"card-page\" content=\"\">");
    }

    [TestMethod]
    public async Task Everything_that_the_page_loads_is_there_once_and_can_be_kept()
    {
        await using var shop = await Shop.OpenAsync();
        var seen = new HashSet<string>();
        var open = new Queue<string>(PageScript.Languages().Select(language => $"words.{language}.js").Concat(Loaded().Matches(await shop.Client.GetStringAsync("/sell/nobody")).Select(match => match.Groups[1].Value)));

        while (open.TryDequeue(out var file))
        {
            if (!seen.Add(file))
            {
                continue;
            }

            using var answer = await shop.Client.GetAsync($"/sell/assets/{file}");
            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, file);
            using var again = new HttpRequestMessage(HttpMethod.Get, $"/sell/assets/{file}") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var kept = await shop.Client.SendAsync(again);
            Assert.AreEqual(HttpStatusCode.NotModified, kept.StatusCode, file);
            foreach (Match import in Imported().Matches(await answer.Content.ReadAsStringAsync()))
            {
                open.Enqueue(import.Groups[1].Value);
            }
        }

        CollectionAssert.AreEquivalent(new PublicFiles("sell", PublicFiles.Shared).Names.ToList(), seen.ToList());
        foreach (var hidden in new[] { "sell.html", "offramp.js", "..%2Fdocs.css", "nothing.js" })
        {
            await ProblemBody.ExpectAsync(await shop.Client.GetAsync($"/sell/assets/{hidden}"), HttpStatusCode.NotFound, "not_found");
        }
    }

    [TestMethod]
    public async Task The_page_is_small_over_the_wire_in_every_language()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        var sizes = new Dictionary<string, int>();
        foreach (var file in new PublicFiles("sell", PublicFiles.Shared).Names.Select(name => $"/sell/assets/{name}").Append("/sell/nobody"))
        {
            sizes[file] = (await shop.Client.GetByteArrayAsync(file)).Length;
        }

        foreach (var language in PageScript.Languages())
        {
            var loaded = sizes.Where(file => !PageScript.Languages().Any(other => other != language && file.Key.EndsWith($"words.{other}.js", StringComparison.Ordinal)));
            Assert.IsLessThan(100_000, loaded.Sum(file => file.Value), language);
        }
    }

    [TestMethod]
    public async Task The_page_s_calls_are_dated_by_business_time()
    {
        await using var shop = await Shop.OpenAsync();
        var session = await shop.OpenSessionAsync();

        using var answer = await shop.PageAsync(session, HttpMethod.Get);

        Assert.AreEqual(shop.Clock.GetUtcNow(), answer.Headers.Date);
    }

    [TestMethod]
    public async Task The_embed_script_is_a_file_that_can_be_kept()
    {
        await using var shop = await Shop.OpenAsync();

        using var answer = await shop.Client.GetAsync("/widget/offramp.js");

        Assert.AreEqual("text/javascript; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.IsNotNull(answer.Headers.ETag);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "window.OffRamp");
    }

    private static Task AllowAsync(Shop shop, params string[] origins) => shop.ChangePartnerAsync(new { allowed_origins = origins });

    private static string Policy(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();

    [GeneratedRegex("""(?:src|href)="/sell/assets/([^"]+)""")]
    private static partial Regex Loaded();

    [GeneratedRegex("""from '\./([^']+)'""")]
    private static partial Regex Imported();
}

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>
/// A user in front of a browser: presses what can be read, and waits for what is to be seen. What the browser complains
/// about (a script's error, a file that the page's policy forbids) fails the test.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    private const float Patience = 60_000;

    private static readonly Lazy<string> Axe = new(() => new BundledAxeScriptProvider().GetScript());

    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private string? expected;

    public Visitor(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, line) =>
        {
            // An API's refusal is an "error" to the console, and the user's business.
            var isExpected = expected is not null && line.Text.Contains(expected, StringComparison.Ordinal);
            if (line.Type == "error" && !isExpected && !line.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
            {
                complaints.Add(line.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>The sell page, where it is framed by another page.</summary>
    public IFrameLocator? Frame { get; set; }

    /// <summary>The browser is meant to complain about this.</summary>
    public void Expects(string complaint) => expected = complaint;

    public Task OpenAsync(string address) => Page.GotoAsync(address);

    public Task SeesAsync(string heading) => Assertions.Expect(Heading(heading)).ToBeVisibleAsync();

    public Task ReadsAsync(string text) => Assertions.Expect(Text(text)).ToBeVisibleAsync();

    public Task PressAsync(string button) => Button(button).ClickAsync();

    public ILocator Button(string name) => Frame?.GetByRole(AriaRole.Button, new() { Name = name }) ?? Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Link(string name) => Frame?.GetByRole(AriaRole.Link, new() { Name = name }) ?? Page.GetByRole(AriaRole.Link, new() { Name = name });

    public Task FillAsync(string label, string text) => (Frame?.GetByLabel(label) ?? Page.GetByLabel(label)).FillAsync(text);

    public async Task GiveCardAsync(string token)
    {
        var frame = (Frame?.Locator(".card-frame") ?? Page.Locator(".card-frame")).ContentFrame;
        await frame.GetByLabel("Test card").SelectOptionAsync(token);
        await frame.GetByRole(AriaRole.Button, new() { Name = "Use this card" }).ClickAsync();
    }

    /// <summary>Comes back to the tab: the page looks at once instead of in a few seconds.</summary>
    public Task ComesBackAsync() => Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");

    /// <summary>The sell page's steps up to the one that says where to send the crypto.</summary>
    public async Task SellAsync(
        string amount = "250", string card = "tok_ok", string refundAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", string asset = "USDT")
    {
        await SeesAsync("How much do you want to sell?");
        await FillAsync($"You send ({asset})", amount);
        await PressAsync("Continue");
        await GiveCardAsync(card);
        await FillAsync("Refund address", refundAddress);
        await PressAsync("Continue");
        await PressAsync($"Sell {amount} {asset}");
        await SeesAsync($"Send exactly {amount} {asset}");
    }

    public async Task<string> AddressAsync() =>
        await (Frame?.Locator("#deposit-address") ?? Page.Locator("#deposit-address")).TextContentAsync() ?? "";

    /// <summary>Nothing is cut off at the side. With <c>OFFRAMP_SCREENSHOTS</c> set, a picture goes to that folder.</summary>
    public async Task FitsAsync(string name)
    {
        await TakePictureAsync(name);
        Assert.IsTrue(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is too wide");
    }

    /// <summary>It fits, and axe finds nothing that shuts somebody out.</summary>
    /// <param name="name">Of the picture.</param>
    /// <param name="except">A frame whose page lets this one shine through: axe does not see that, and looks at it elsewhere.</param>
    public async Task LooksAtItAsync(string name, string? except = null)
    {
        await FitsAsync(name);
        Assert.AreEqual("", await FaultsAsync(except), $"{name}, by axe");
    }

    /// <summary>The same in light, in dark, where only colours are others, and on a phone, where only the place is another.</summary>
    public async Task LooksAtItFromAllSidesAsync(string name, string? except = null)
    {
        await LooksAtItAsync($"{name}-light", except: except);
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await TakePictureAsync($"{name}-dark");
        Assert.AreEqual("", await FaultsAsync(except, "color-contrast", "link-in-text-block"), $"{name} in the dark, by axe");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Page.SetViewportSizeAsync(Browser.PhoneWidth, Browser.PhoneHeight);
        await FitsAsync($"{name}-phone");
        await Page.SetViewportSizeAsync(Browser.Width, Browser.Height);
    }

    /// <summary>With <c>OFFRAMP_SCREENSHOTS</c> set, a picture in that folder.</summary>
    /// <param name="isWhole">And not what fits on the screen.</param>
    public async Task TakePictureAsync(string name, bool isWhole = true)
    {
        if (Environment.GetEnvironmentVariable("OFFRAMP_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = isWhole });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        Assert.AreEqual("", string.Join('\n', complaints));
    }

    // In the frame where there is one: the page around it is the partner's.
    private async Task<string> FaultsAsync(string? except, params IReadOnlyList<string> only)
    {
        if (Page.Frames.Count == 1)
        {
            return await FaultsOfPageAsync(only);
        }

        var rules = new AxeRunOptions { ResultTypes = new HashSet<ResultType> { ResultType.Violations } }; // what is well is many times as long
        if (only.Count > 0)
        {
            rules.RunOnly = new() { Type = "rule", Values = [.. only] };
        }

        var seen = except is not null ? await Page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector(except)] }, rules)
            : Frame is null ? await Page.RunAxe(rules)
            : await Frame.Locator("html").RunAxe(rules);
        return string.Join('\n', seen.Violations.Select(fault => $"{fault.Id}: {string.Join(" ", fault.Nodes.Select(node => node.Html))}"));
    }

    /// <summary>Deque's package takes axe in twice for every look, to put frames together. A page without any takes it in once.</summary>
    private async Task<string> FaultsOfPageAsync(IReadOnlyList<string> only)
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await Page.EvaluateAsync(Axe.Value);
        }

        return await Page.EvaluateAsync<string>(
            """
            only => axe.run({ resultTypes: ['violations'], ...(only.length > 0 && { runOnly: { type: 'rule', values: only } }) })
                .then(seen => seen.violations.map(fault => `${fault.id}: ${fault.nodes.map(node => node.html).join(' ')}`).join('\n'))
            """, only);
    }

    private ILocator Heading(string name) => Frame?.GetByRole(AriaRole.Heading, new() { Name = name }) ?? Page.GetByRole(AriaRole.Heading, new() { Name = name });

    private ILocator Text(string text) => (Frame?.GetByText(text) ?? Page.GetByText(text)).First;
}

using Microsoft.Playwright;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The system's Chromium, one for all tests of a class; each visitor has a profile of its own.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var place = Array.Find(Places, File.Exists)
            ?? throw new AssertFailedException("Chromium is needed for the tests of pages and was not found: apt-get install chromium.");
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = place }));
    }

    /// <param name="isNarrow">A small phone, 360 px wide.</param>
    /// <param name="isDark">Whose system is in dark mode.</param>
    public async Task<Visitor> VisitAsync(bool isNarrow = false, bool isDark = false)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = isNarrow ? new() { Width = 360, Height = 740 } : new() { Width = 1100, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        return new(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}

using Microsoft.Playwright;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>The system's Chromium, one for all tests; each visitor has a profile of its own.</summary>
internal static class Browser
{
    // The first needs a third of the CPU of the others, which bring their windows.
    private static readonly string[] Places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Chromium)>> Started = new(StartAsync);

    public const int Width = 1100;
    public const int Height = 900;
    public const int PhoneWidth = 360;
    public const int PhoneHeight = 740;

    /// <param name="isNarrow">A small phone, 360 px wide.</param>
    /// <param name="isDark">Whose system is in dark mode.</param>
    /// <param name="locale">What the browser is set to.</param>
    public static async Task<Visitor> VisitAsync(bool isNarrow = false, bool isDark = false, string locale = "en-GB")
    {
        var context = await (await Started.Value).Chromium.NewContextAsync(new()
        {
            ViewportSize = isNarrow ? new() { Width = PhoneWidth, Height = PhoneHeight } : new() { Width = Width, Height = Height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = locale,
            TimezoneId = "UTC",
        });
        return new(context, await context.NewPageAsync());
    }

    /// <summary>After the last test.</summary>
    public static async Task CloseAsync()
    {
        if (!Started.IsValueCreated)
        {
            return;
        }

        var (driver, chromium) = await Started.Value;
        await chromium.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Chromium)> StartAsync()
    {
        var place = Array.Find(Places, File.Exists)
            ?? throw new AssertFailedException("Chromium is needed for the tests of pages and was not found: apt-get install chromium-headless-shell.");
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = place }));
    }
}

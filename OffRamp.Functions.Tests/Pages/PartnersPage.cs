using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>A partner's own page with the sell page in it, and everything that the script tells it.</summary>
internal sealed class PartnersPage : IAsyncDisposable
{
    private readonly RunningApp site;

    private PartnersPage(RunningApp site) => this.site = site;

    /// <summary>As the partner has named it to the operator.</summary>
    public string Address => site.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The same page under another name, and so of another origin.</summary>
    public string OtherAddress => Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static Task<PartnersPage> OpenAsync(World world, string widgetUrl, string callbacks = "onReady, onStatusChange, onDepositAddress, onClose") =>
        OpenHtmlAsync(world, Html(world, widgetUrl, callbacks));

    /// <summary>A partner that frames the sell page by hand, without our script.</summary>
    /// <param name="world">Where.</param>
    /// <param name="widgetUrl">What is framed.</param>
    /// <param name="attributes">Of the frame: what it may do.</param>
    public static Task<PartnersPage> FrameAsync(World world, string widgetUrl, string attributes = "") => OpenHtmlAsync(world, $"""
        <!doctype html>
        <title>Shop</title>
        <h1>Shop</h1>
        <label>Paste here <input id="pasted"></label>
        <div id="sell"><iframe src="{widgetUrl}" title="Sell" width="800" height="900" {attributes}></iframe></div>
        """);

    /// <summary>A partner whose frontend hands over what its backend got for <c>POST /widget/session</c>.</summary>
    /// <param name="world">Where.</param>
    /// <param name="session">The answer, as it is.</param>
    /// <param name="html">What else is on the page.</param>
    public static Task<PartnersPage> RunWidgetAsync(World world, JsonElement session, string html = "") => OpenHtmlAsync(world, $$"""
        <!doctype html>
        <title>Shop</title>
        <h1>Shop</h1>
        {{html}}
        <script src="{{world.Api.BaseAddress}}widget/offramp.js"></script>
        <script>
          proofWidget.run({{session.GetRawText()}});
        </script>
        """);

    private static async Task<PartnersPage> OpenHtmlAsync(World world, string html)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(html, "text/html; charset=utf-8"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        var page = new PartnersPage(await RunningApp.StartAsync(app));
        await world.OperatorAsync(
            HttpMethod.Patch, $"/ops/api/partners/{DemoPartner.Id}", new JsonObject { ["allowed_origins"] = new JsonArray(page.Address) });
        return page;
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static string Html(World world, string widgetUrl, string callbacks) => $$"""
        <!doctype html>
        <title>Shop</title>
        <style>body { overflow-wrap: anywhere; }</style>
        <h1>Shop</h1>
        <div id="sell"></div>
        <ol id="told"></ol>
        <script src="{{world.Api.BaseAddress}}widget/offramp.js"></script>
        <script>
          const told = name => data => {
            const item = document.createElement('li');
            item.textContent = name + ' ' + JSON.stringify(data);
            document.getElementById('told').append(item);
          };
          const onReady = told('ready'), onStatusChange = told('status'), onDepositAddress = told('address'), onClose = told('close');
          const forged = { source: 'offramp', version: 1, type: 'close', data: { forged: true } };
          window.postMessage(forged, '*');
          OffRamp.mount('#sell', { widget_url: '{{widgetUrl}}', {{callbacks}} });
        </script>
        """;
}

using System.Net;
using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Payouts;

/// <summary>
/// <c>GET /card</c>: what a card provider shows in a frame of the sell page. It hands the card over to the page that frames
/// it, at the origin that its address names; the sandbox takes any of this machine.
/// </summary>
internal static class CardPage
{
    public static Outcome Show(Ask ask) => Outcome.Ok(new Written("text/html; charset=utf-8", Html));

    private static string Html { get; } = $$$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Card - sandbox</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
          body { margin: 0; padding: 1rem; background: light-dark(#fff, #10181e) }
          label { display: block; font-weight: 600; margin-bottom: .35rem }
          select, button { font: inherit; width: 100%; padding: .65rem; border-radius: .6rem }
          select { border: 1px solid light-dark(#d8e0e6, #2c3944); background: light-dark(#fff, #172027); color: inherit }
          button { margin-top: .75rem; border: 0; font-weight: 600; background: light-dark(#13212b, #e8eef2); color: light-dark(#fff, #10181e); cursor: pointer }
          small { display: block; margin-top: .6rem; color: light-dark(#566673, #9fb0bc) }
        </style>
        <form>
          <label for="card">Test card</label>
          <select id="card">{{{string.Concat(SandboxCard.All.Values.Select(Option))}}}</select>
          <button id="use">Use this card</button>
          <small>A real card provider asks for the number here.</small>
        </form>
        <script>
          const parentOrigin = new URL(new URLSearchParams(location.search).get('parent') ?? 'about:blank');
          const isOfThisMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(parentOrigin.hostname);
          document.querySelector('form').onsubmit = event => {
            event.preventDefault();
            const { value, dataset: { brand, last4 } } = document.getElementById('card').selectedOptions[0];
            if (isOfThisMachine)
              parent.postMessage({ source: 'offramp-card', version: 1, card_token: value, brand, last4 }, parentOrigin.origin);
          };
        </script>
        </html>
        """;

    private static string Option(SandboxCard card)
    {
        var says = WebUtility.HtmlEncode($"{card.Brand} •••• {card.Last4} – {card.Token}");
        return $"""<option value="{card.Token}" data-brand="{card.Brand}" data-last4="{card.Last4}">{says}</option>""";
    }
}

using System.Net;
using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Kyc;

/// <summary><c>GET /verify/{id}</c>: the page a user is sent to. One click verifies.</summary>
internal static class VerificationPage
{
    public static Outcome Show(Ask ask)
    {
        if (!ask.Books.Verifications.TryGetValue(ask.Route("id"), out var verification))
        {
            return StartVerification.NotFound;
        }

        var (title, text) = verification.Status switch
        {
            VerificationStatus.NotStarted => ("Verify your identity", "This is the sandbox: no documents, one click."),
            VerificationStatus.Pending => ("We are checking your details", "This takes a moment. You can close this page."),
            VerificationStatus.Verified => ("You are verified", "You can close this page and go on with your sale."),
            _ => ("We could not verify you", "You can close this page."),
        };
        var button = verification.Status == VerificationStatus.NotStarted
            ? """<form method="post"><button id="verify" autofocus>Verify me</button></form>""" : "";
        return Outcome.Ok(new Written("text/html; charset=utf-8", Page(title, text, WebUtility.HtmlEncode(verification.User), button)));
    }

    private static string Page(string title, string text, string user, string button) => $$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} - sandbox</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
          body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f5f8, #14161b) }
          main { width: min(24rem, calc(100vw - 4rem)); padding: 2rem; border-radius: 1rem; text-align: center;
                 background: light-dark(#fff, #1f232b); box-shadow: 0 8px 30px #0002 }
          h1 { font-size: 1.4rem; margin: 0 0 .5rem }
          small { color: light-dark(#59606e, #a3abb9) }
          button { font: inherit; font-weight: 600; width: 100%; margin-top: 1.5rem; padding: .8rem; border: 0;
                   border-radius: .6rem; background: #2557d6; color: #fff; cursor: pointer }
          button:focus-visible { outline: 3px solid #8fb0ff; outline-offset: 2px }
        </style>
        <main>
          <h1>{{title}}</h1>
          <p>{{text}}</p>
          <small>{{user}}</small>
          {{button}}
        </main>
        </html>
        """;
}

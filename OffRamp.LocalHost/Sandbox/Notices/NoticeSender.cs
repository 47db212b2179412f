using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Notices;

/// <summary>Posts one notice, signed as Standard Webhooks 1.0 has it, with the time of this very try.</summary>
internal sealed class NoticeSender(SandboxOptions options) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    public Uri? ApiBase { get; set; } = options.ApiBase;

    /// <summary>True when the app took it (2xx).</summary>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    /// <exception cref="TaskCanceledException">Nobody answered in time.</exception>
    public async Task<bool> SendAsync(Notice notice, CancellationToken cancel)
    {
        if (ApiBase is not { } apiBase)
        {
            return false;
        }

        var (path, secrets) = notice.Provider switch
        {
            Provider.Custodian => ("/webhooks/deposits", options.CustodianSecret),
            Provider.Payouts => ("/webhooks/payouts", options.PayoutsSecret),
            _ => ("/webhooks/kyc", options.KycSecret),
        };
        var timestamp = options.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(apiBase, path));
        request.Headers.Add("webhook-id", notice.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign($"{notice.Id}.{timestamp}.{notice.Body}", secrets));
        request.Content = new StringContent(notice.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await _http.SendAsync(request, cancel);
        return response.IsSuccessStatusCode;
    }

    public void Dispose() => _http.Dispose();

    private static string Sign(string text, string secrets) => string.Join(' ', secrets
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(secret => Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal)))
        .Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))));
}

using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Kyc;

/// <inheritdoc cref="IKycProvider"/>
internal sealed class HttpKycProvider(ProviderHttp http) : IKycProvider
{
    public async Task<Verification?> StartAsync(PartnerId partner, string user, CancellationToken cancellation)
    {
        var key = "kyc_" + Secrets.Hash($"{partner}|{user}");
        var answer = await http.PostAsync("/verifications", new { partner_id = partner, user }, key, cancellation, isTyped: true);
        return answer.Text("verification_id", maximum: 255) is { } id && answer.Text("url", maximum: 2048) is { } url
            && Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "https" or "http"
            ? new(id, url)
            : null;
    }

    public async Task<VerificationSaid?> AskAsync(string verificationId, CancellationToken cancellation)
    {
        var answer = await http.GetAsync($"/verifications/{Uri.EscapeDataString(verificationId)}", cancellation);
        return answer.Text("verification_id") == verificationId && Read(answer.Text("status")) is { } status
            ? new(status, answer.Text("subject", maximum: 255))
            : null;
    }

    /// <summary>A status as the provider writes it; null for any other word.</summary>
    public static KycStatus? Read(string? status) => status switch
    {
        "not_started" => KycStatus.NotStarted,
        "pending" => KycStatus.Pending,
        "verified" => KycStatus.Verified,
        "rejected" => KycStatus.Rejected,
        _ => null,
    };
}

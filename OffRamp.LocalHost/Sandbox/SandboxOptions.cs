using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace OffRamp.LocalHost.Sandbox;

/// <summary>How to run the sandbox providers; everything has the local default.</summary>
internal sealed record SandboxOptions
{
    /// <summary>Port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where notices go: <c>{ApiBase}/webhooks/deposits</c>, <c>payouts</c>, <c>kyc</c>. Null holds them back.</summary>
    public Uri? ApiBase { get; init; }

    /// <summary>The bearer token the providers demand.</summary>
    public string Token { get; init; } = "sandbox";

    /// <summary>Notice secrets, <c>whsec_</c> + base64; several, separated by commas, all sign.</summary>
    public string CustodianSecret { get; init; } = LocalSecret("local-custodian-notice-secret-01");

    /// <inheritdoc cref="CustodianSecret"/>
    public string PayoutsSecret { get; init; } = LocalSecret("local-payouts-notice-secret-0001");

    /// <inheritdoc cref="CustodianSecret"/>
    public string KycSecret { get; init; } = LocalSecret("local-kyc-notice-secret-00000001");

    /// <summary>The shared clock: timestamps and delays.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Real time: pauses between tries of a notice.</summary>
    public TimeProvider RealTime { get; init; } = TimeProvider.System;

    /// <summary>Where what happened is kept; null keeps it in memory only.</summary>
    public string? DataFolder { get; init; }

    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    private static string LocalSecret(string text) => "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}

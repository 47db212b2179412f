using System.Text;

namespace OffRamp.LocalHost;

/// <summary>
/// The settings of local mode with their published defaults. Nothing here is a secret: a deployed app refuses each of them.
/// </summary>
internal static class LocalSettings
{
    public const string DurableKey = "local-durable-key";

    /// <summary>Defaults for whatever the environment does not set.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        ["OFFRAMP_LOCAL"] = "true",
        ["OFFRAMP_OPERATOR_KEY"] = "local-operator-key",
        ["OFFRAMP_APPROVER_KEY"] = "local-approver-key",
        ["OFFRAMP_APPROVALS"] = "off",
        ["OFFRAMP_SERVER_KEY"] = Base64("local-server-key-for-laptops-001"),
        ["OFFRAMP_CUSTODIAN_TOKEN"] = "sandbox",
        ["OFFRAMP_CUSTODIAN_SECRET"] = "whsec_" + Base64("local-custodian-notice-secret-01"),
        ["OFFRAMP_PAYOUTS_TOKEN"] = "sandbox",
        ["OFFRAMP_PAYOUTS_SECRET"] = "whsec_" + Base64("local-payouts-notice-secret-0001"),
        ["OFFRAMP_KYC_TOKEN"] = "sandbox",
        ["OFFRAMP_KYC_SECRET"] = "whsec_" + Base64("local-kyc-notice-secret-00000001"),
        ["OFFRAMP_RATES_TOKEN"] = "sandbox",
        ["OFFRAMP_SCREENING_TOKEN"] = "sandbox",
        ["OFFRAMP_REALTIME_KEY"] = Realtime.RealtimeOptions.LocalKey,
        ["OFFRAMP_SERVICEBUS_TOKEN"] = ServiceBus.ServiceBusOptions.LocalToken,
        ["OFFRAMP_DEPOSIT_WINDOW"] = "06:00:00",
        ["OFFRAMP_DEMO_PARTNER_TOKEN"] = "ot_test_local_demo_partner_token",
    };

    /// <summary>Where each provider is; where the environment does not say, it is the sandbox.</summary>
    public static IReadOnlyList<string> Providers { get; } =
        ["OFFRAMP_CUSTODIAN_URL", "OFFRAMP_PAYOUTS_URL", "OFFRAMP_KYC_URL", "OFFRAMP_RATES_URL", "OFFRAMP_SCREENING_URL"];

    /// <summary>The defaults, with what the environment says in their place, and where it says that providers and copies are.</summary>
    public static Dictionary<string, string> Read(Func<string, string?> environment)
    {
        var settings = new Dictionary<string, string>(Defaults);
        foreach (var name in Defaults.Keys.Concat(Providers).Concat(["OFFRAMP_CARD_PAGE_URL", "OFFRAMP_COPIES"]))
        {
            if (environment(name) is { Length: > 0 } said)
            {
                settings[name] = said;
            }
        }

        return settings;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}

using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>The app's settings as the templates make them, read by the app.</summary>
[TestClass]
public sealed class TemplateSettingsTests
{
    /// <summary>What the app can be told and the templates do not tell it.</summary>
    private static readonly string[] NotSet =
    [
        // An account key, where there is none
        "AzureWebJobsStorage", "OFFRAMP_REALTIME_KEY",
        // Of tests and of a collector that somebody runs besides
        "OFFRAMP_TABLE_PREFIX", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL",
        // Of local mode alone
        "OFFRAMP_LOCAL", "OFFRAMP_OPERATOR_KEY", "OFFRAMP_APPROVER_KEY", "OFFRAMP_CLOCK_FILE", "OFFRAMP_DEMO_PARTNER_TOKEN", "OFFRAMP_SERVICEBUS_TOKEN",
    ];

    /// <summary>What the platform and libraries read.</summary>
    private static readonly string[] OfOthers =
    [
        "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__queueServiceUri",
        "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIALS", "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
    ];

    [TestMethod]
    public async Task Every_setting_that_the_app_reads_is_set_and_no_name_is_misspelt()
    {
        var installation = await Installation.Plain;

        Assert.AreEqual(
            string.Join('\n', SettingNames.Read.Except(NotSet).Order(StringComparer.Ordinal)),
            string.Join('\n', installation.AppSettings.Keys.Except(OfOthers).Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public async Task The_plain_app_starts_with_keys_and_keeps_its_tables_apart()
    {
        var settings = await ReadAsync(Installation.Plain);

        Assert.IsFalse(settings.IsLocal);
        Assert.IsFalse(settings.Operators.AcceptsPrincipal);
        Assert.IsTrue(settings.Operators.NeedsApprovals);
        Assert.StartsWith("https://sttables", settings.Storage.TableServiceUri!.AbsoluteUri);
        Assert.StartsWith("https://stcopies", settings.Copies!.Container!.AbsoluteUri);
        Assert.EndsWith("/copies", settings.Copies.Container.AbsoluteUri);
        Assert.EndsWith(".azurewebsites.net/", settings.PublicUrl.AbsoluteUri);
        Assert.IsTrue(settings.Telemetry.SignsIn);
        Assert.AreEqual("CLIENT-IP", settings.ClientAddressHeader);
        Assert.IsNull(settings.ServiceBus);
        Assert.IsNull(settings.Realtime);
        Assert.IsNull(settings.Screening);
        Assert.IsEmpty(settings.Evm);
    }

    [TestMethod]
    public async Task The_app_with_every_option_starts_and_signs_operators_in()
    {
        var settings = await ReadAsync(Installation.Full);

        Assert.IsTrue(settings.Operators.AcceptsPrincipal);
        Assert.IsEmpty(settings.Operators.Keys);
        Assert.AreEqual("offramp-events", settings.ServiceBus!.Topic);
        Assert.EndsWith(".servicebus.windows.net", settings.ServiceBus.Url.Host);
        Assert.EndsWith(".webpubsub.azure.com", settings.Realtime!.Url.Host);
        Assert.IsNull(settings.Realtime.Key);
        Assert.IsNotNull(settings.Screening);
        Assert.AreEqual("ERC20 2, BASE 2", string.Join(", ", settings.Evm.Select(network => $"{network.Network} {network.Nodes.Count}")));
        Assert.IsNotNull(settings.CardPage);
    }

    [TestMethod]
    public async Task Without_a_custodian_nothing_of_one_is_asked_for_and_the_app_starts()
    {
        var settings = await ReadAsync(Installation.Alone);

        Assert.IsFalse(settings.HasCustodian);
        Assert.AreEqual("ERC20", string.Join(", ", settings.Evm.Select(network => network.Network)));
        Assert.IsEmpty(VaultNames(await Installation.Alone).Where(name => name.StartsWith("custodian", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Secrets_are_in_the_vault_and_the_vault_s_list_is_what_is_referred_to(bool full)
    {
        var installation = await (full ? Installation.Full : Installation.Plain);

        var secrets = installation.AppSettings.Where(setting => setting.Value != "" && IsSecret(setting.Key)).ToList();
        var elsewhere = secrets.Where(setting => !setting.Value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)).Select(setting => setting.Key);
        var referred = secrets.Select(setting => setting.Value.Split("secrets/")[^1].Split(')')[0]);

        Assert.AreEqual("", string.Join('\n', elsewhere));
        CollectionAssert.AreEquivalent(VaultNames(installation), referred.ToArray());
    }

    [TestMethod]
    public async Task A_secret_is_named_as_its_setting()
    {
        var installation = await Installation.Plain;

        foreach (var (name, value) in installation.AppSettings.Where(setting => setting.Value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)))
        {
            Assert.Contains($"secrets/{name["OFFRAMP_".Length..].ToLowerInvariant().Replace('_', '-')})", value);
        }
    }

    [TestMethod]
    public async Task A_vault_that_is_not_filled_yet_keeps_the_app_from_starting()
    {
        var installation = await Installation.Plain;

        var refusal = Assert.ThrowsExactly<SettingsException>(() => Read(installation.ReceivedSettings(new Dictionary<string, string>())));

        foreach (var name in installation.AppSettings.Where(setting => setting.Value.Contains("@Microsoft.KeyVault(", StringComparison.Ordinal)).Select(setting => setting.Key))
        {
            Assert.Contains($"{name}: is a reference to Key Vault", refusal.Message);
        }
    }

    private static string[] VaultNames(Installation installation) => installation.Outputs.GetProperty("OFFRAMP_VAULT_NAMES").GetString()!.Split(' ');

    private static bool IsSecret(string name) => name.StartsWith("OFFRAMP_", StringComparison.Ordinal)
        && (name.EndsWith("_TOKEN", StringComparison.Ordinal) || name.EndsWith("_SECRET", StringComparison.Ordinal)
            || name.EndsWith("_KEY", StringComparison.Ordinal) || name.EndsWith("_KEYS", StringComparison.Ordinal) || (name.StartsWith("OFFRAMP_EVM_", StringComparison.Ordinal) && name.EndsWith("_NODES", StringComparison.Ordinal)));

    private static async Task<Settings> ReadAsync(Task<Installation> asked)
    {
        var installation = await asked;
        return Read(installation.ReceivedSettings(VaultNames(installation).ToDictionary(name => name, ValueOf)));
    }

    private static string ValueOf(string name) => name switch
    {
        "evm-nodes" or "evm-base-nodes" => "https://one.example.com/key,https://other.example.com/key",
        "server-key" => Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()),
        "operator-keys" => $"ann:operator:{Secrets.Hash("ann's")},bea:approver:{Secrets.Hash("bea's")}",
        _ when name.EndsWith("-secret", StringComparison.Ordinal) => "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)8, 32).ToArray()),
        _ => "token-of-the-provider",
    };

    // With the sign by which the app knows Azure.
    private static Settings Read(IReadOnlyDictionary<string, string> settings) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
        .AddInMemoryCollection([KeyValuePair.Create("WEBSITE_SITE_NAME", (string?)"offramp")])
        .Build());
}

using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class SettingsTests
{
    internal static readonly (string Name, string? Value)[] Deployed =
    [
        ("OFFRAMP_LOCAL", ""), ("WEBSITE_INSTANCE_ID", "i-1"),
        ("AzureWebJobsStorage", ""), ("AzureWebJobsStorage__tableServiceUri", "https://account.table.core.windows.net"),
        ("OFFRAMP_PUBLIC_URL", "https://sell.example.com/"),
        ("OFFRAMP_OPERATOR_KEY", ""), ("OFFRAMP_APPROVER_KEY", ""), ("OFFRAMP_OPERATOR_AUTH", "entra"),
        ("OFFRAMP_SERVER_KEY", Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray())),
        ("OFFRAMP_CUSTODIAN_URL", "https://custodian.example.com"), ("OFFRAMP_CUSTODIAN_TOKEN", "token"),
        ("OFFRAMP_CUSTODIAN_SECRET", Secret(1)),
        ("OFFRAMP_PAYOUTS_URL", "https://payouts.example.com"), ("OFFRAMP_PAYOUTS_TOKEN", "token"),
        ("OFFRAMP_PAYOUTS_SECRET", Secret(2)),
        ("OFFRAMP_KYC_URL", "https://kyc.example.com"), ("OFFRAMP_KYC_TOKEN", "token"),
        ("OFFRAMP_KYC_SECRET", Secret(3) + "," + Secret(4)),
        ("OFFRAMP_RATES_URL", "https://rates.example.com"), ("OFFRAMP_RATES_TOKEN", "token"),
        ("OFFRAMP_CARD_PAGE_URL", "https://cards.example.com/form"),
        ("OFFRAMP_REALTIME_KEY", ""), ("OFFRAMP_SERVICEBUS_TOKEN", ""), ("OFFRAMP_DEMO_PARTNER_TOKEN", ""),
    ];

    [TestMethod]
    public void The_sample_binds()
    {
        var settings = TestSettings.Local();

        Assert.IsTrue(settings.IsLocal);
        Assert.AreEqual("UseDevelopmentStorage=true", settings.Storage.ConnectionString);
        Assert.AreEqual("local-custodian-notice-secret-01", System.Text.Encoding.ASCII.GetString(settings.Custodian.NoticeSecrets.Single()));
        Assert.AreEqual("local:Operator, local-approver:Approver", string.Join(", ", settings.Operators.Keys.Select(key => $"{key.Name}:{key.Role}")));
        Assert.AreEqual(TimeSpan.FromHours(6), settings.DepositWindow);
        Assert.AreEqual((TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60)), (settings.UsualConfirmation, settings.UsualPayout));
    }

    [TestMethod]
    public void The_sample_names_every_setting_that_is_read()
    {
        var unnamed = SettingNames.Read.Except(TestSettings.Sample.Keys);

        Assert.AreEqual("", string.Join(", ", unnamed));
    }

    [TestMethod]
    public void The_reference_names_every_setting_that_is_read_and_no_other()
    {
        var named = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Repository.PathOf("docs", "settings.md")), "(?m)^\\| .*")
            .SelectMany(row => System.Text.RegularExpressions.Regex.Matches(row.Value.Split(" | ")[0], "`([A-Za-z_]+)`").Select(name => name.Groups[1].Value));

        CollectionAssert.AreEquivalent(SettingNames.Read.ToArray(), named.ToArray());
    }

    [TestMethod]
    public void A_deployed_app_takes_its_settings()
    {
        var settings = TestSettings.Local(Deployed);

        Assert.IsFalse(settings.IsLocal);
        Assert.AreEqual(new Uri("https://account.table.core.windows.net"), settings.Storage.TableServiceUri);
        Assert.AreEqual("https://sell.example.com/", settings.PublicUrl.AbsoluteUri);
        Assert.AreEqual(2, settings.Kyc.NoticeSecrets.Count);
        Assert.IsTrue(settings.Operators.AcceptsPrincipal);
        Assert.IsTrue(settings.Operators.NeedsApprovals);
    }

    [TestMethod]
    public void The_tables_may_have_an_account_of_their_own()
    {
        var settings = TestSettings.Local([.. Deployed, ("OFFRAMP_TABLES_URL", "https://tables.table.core.windows.net")]);

        Assert.AreEqual(new Uri("https://tables.table.core.windows.net"), settings.Storage.TableServiceUri);
    }

    [TestMethod]
    [DataRow("OFFRAMP_RATES_TOKEN")]
    [DataRow("OFFRAMP_SCREENING_TOKEN")]
    public void A_reference_that_Key_Vault_did_not_answer_is_no_token(string name)
    {
        var reference = "@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/token)";

        var refusal = Assert.ThrowsExactly<SettingsException>(
            () => TestSettings.Local([.. Deployed, ("OFFRAMP_SCREENING_URL", "https://screening.example.com"), ("OFFRAMP_SCREENING_TOKEN", "token"), (name, reference)]));

        Assert.AreEqual($"{name}: is a reference to Key Vault that the platform could not resolve", refusal.Problems.Single());
    }

    [TestMethod]
    [DataRow("WEBSITE_INSTANCE_ID")]
    [DataRow("WEBSITE_SITE_NAME")]
    public void Local_mode_is_refused_wherever_Azure_runs_the_app(string sign)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local((sign, "offramp")));

        Assert.Contains("OFFRAMP_LOCAL: cannot be true in Azure", refusal.Message);
    }

    [TestMethod]
    public void Every_missing_setting_is_named_at_once()
    {
        var empty = new ConfigurationBuilder().Build();

        var refusal = Assert.ThrowsExactly<SettingsException>(() => Settings.Read(empty));

        foreach (var name in new[] { "AzureWebJobsStorage", "OFFRAMP_PUBLIC_URL", "OFFRAMP_SERVER_KEY", "OFFRAMP_KYC_SECRET", "OFFRAMP_RATES_TOKEN" })
        {
            StringAssert.Contains(refusal.Message, name + ":");
        }
    }

    [TestMethod]
    [DataRow("AzureWebJobsStorage", "UseDevelopmentStorage=true")]
    [DataRow("OFFRAMP_LOCAL", "true")]
    [DataRow("OFFRAMP_PUBLIC_URL", "http://sell.example.com")]
    [DataRow("OFFRAMP_CUSTODIAN_URL", "http://127.0.0.1:7072")]
    [DataRow("OFFRAMP_RATES_URL", "http://rates.example.com")]
    [DataRow("OFFRAMP_CARD_PAGE_URL", "http://127.0.0.1:7072/card")]
    [DataRow("OFFRAMP_OPERATOR_KEY", "local-operator-key")]
    [DataRow("OFFRAMP_APPROVER_KEY", "local-approver-key")]
    [DataRow("OFFRAMP_OPERATOR_KEYS", "ann:ae4b7eaf5f4a6c6f26d4f3a4e5ef2a7f0f2bca9b7f3a77a3c2f0ea1e8d1a4b1")]
    [DataRow("OFFRAMP_PAYOUTS_TOKEN", "sandbox")]
    [DataRow("OFFRAMP_KYC_SECRET", "whsec_bG9jYWwta3ljLW5vdGljZS1zZWNyZXQtMDAwMDAwMDE=")]
    [DataRow("OFFRAMP_SERVER_KEY", "bG9jYWwtc2VydmVyLWtleS1mb3ItbGFwdG9wcy0wMDE=")]
    [DataRow("OFFRAMP_CLOCK_FILE", "/tmp/clock")]
    [DataRow("OFFRAMP_SERVICEBUS_TOKEN", "local-servicebus-token")]
    [DataRow("OFFRAMP_DEMO_PARTNER_TOKEN", "ot_test_local_demo_partner_token")]
    public void A_deployed_app_refuses_what_belongs_to_a_laptop(string name, string value)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local([.. Deployed, (name, value)]));

        StringAssert.StartsWith(refusal.Problems[0], name + ":");
        Assert.DoesNotContain(value, refusal.Message.Replace("cannot be true in Azure", ""));
    }

    [TestMethod]
    public void A_deployed_app_refuses_the_published_operator_key_also_as_a_hash()
    {
        var hash = Secrets.Hash("local-operator-key");

        var refusal = Assert.ThrowsExactly<SettingsException>(
            () => TestSettings.Local([.. Deployed, ("OFFRAMP_OPERATOR_KEYS", $"ann:operator:{hash}")]));

        StringAssert.Contains(refusal.Problems.Single(), "published");
    }

    [TestMethod]
    [DataRow("OFFRAMP_SERVER_KEY", "c2hvcnQ=")]
    [DataRow("OFFRAMP_SERVER_KEY", "not base64")]
    [DataRow("OFFRAMP_DEPOSIT_WINDOW", "six hours")]
    [DataRow("OFFRAMP_USUAL_PAYOUT", "an hour")]
    [DataRow("OFFRAMP_DEPOSIT_WINDOW", "-01:00:00")]
    [DataRow("OFFRAMP_PUBLIC_URL", "ftp://files")]
    [DataRow("OFFRAMP_PUBLIC_URL", "/relative")]
    [DataRow("OFFRAMP_CUSTODIAN_SECRET", "whsec_dG9vIHNob3J0")]
    [DataRow("OFFRAMP_OPERATOR_KEYS", "ann")]
    [DataRow("OFFRAMP_OPERATOR_KEYS", "Local:approver:ae4b7eaf5f4a6c6f26d4f3a4e5ef2a7f0f2bca9b7f3a77a3c2f0ea1e8d1a4b1c")]
    [DataRow("OFFRAMP_OPERATOR_KEYS", "ann:boss:ae4b7eaf5f4a6c6f26d4f3a4e5ef2a7f0f2bca9b7f3a77a3c2f0ea1e8d1a4b1c")]
    [DataRow("OFFRAMP_APPROVALS", "maybe")]
    [DataRow("OFFRAMP_OPERATOR_AUTH", "basic")]
    [DataRow("AzureWebJobsStorage__tableServiceUri", "https://account.table.core.windows.net")]
    public void An_unusable_value_is_refused(string name, string value)
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local((name, value)));

        StringAssert.StartsWith(refusal.Problems.Single(), name.Split("__")[0]);
    }

    [TestMethod]
    public void A_topic_is_taken_as_it_is_and_none_is_fine()
    {
        var deployed = TestSettings.Local([
            .. Deployed, ("OFFRAMP_SERVICEBUS_URL", "https://shop.servicebus.windows.net/"), ("OFFRAMP_SERVICEBUS_TOPIC", "offramp-events")]);
        var local = TestSettings.Local(("OFFRAMP_SERVICEBUS_URL", "http://127.0.0.1:7074"), ("OFFRAMP_SERVICEBUS_TOPIC", "events"));

        Assert.AreEqual(new ServiceBusSettings(new("https://shop.servicebus.windows.net"), "offramp-events", null), deployed.ServiceBus);
        Assert.AreEqual(new ServiceBusSettings(new("http://127.0.0.1:7074"), "events", "local-servicebus-token"), local.ServiceBus);
        Assert.IsNull(TestSettings.Local().ServiceBus);
    }

    [TestMethod]
    [DataRow("https://shop.servicebus.windows.net", "", "OFFRAMP_SERVICEBUS_TOPIC: is missing")]
    [DataRow("", "events", "OFFRAMP_SERVICEBUS_URL: is missing")]
    [DataRow("https://shop.servicebus.windows.net/events", "events", "OFFRAMP_SERVICEBUS_URL: must be the namespace's address, without a path")]
    [DataRow("http://shop.servicebus.windows.net", "events", "OFFRAMP_SERVICEBUS_URL: must be https")]
    [DataRow("sb://shop.servicebus.windows.net", "events", "OFFRAMP_SERVICEBUS_URL: is not an http address")]
    [DataRow("https://shop.servicebus.windows.net", "my events?", "OFFRAMP_SERVICEBUS_TOPIC: is not the name of a topic")]
    public void Half_a_topic_or_an_unusable_one_is_refused(string url, string topic, string problem)
    {
        (string, string?)[] bus = [("OFFRAMP_SERVICEBUS_URL", url), ("OFFRAMP_SERVICEBUS_TOPIC", topic)];

        foreach (var settings in new[] { bus, [.. Deployed, .. bus] })
        {
            StringAssert.StartsWith(Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local(settings)).Problems.Single(), problem);
        }
    }

    [TestMethod]
    public void A_stand_in_of_the_bus_is_not_called_without_its_token()
    {
        var refusal = Assert.ThrowsExactly<SettingsException>(() => TestSettings.Local(
            ("OFFRAMP_SERVICEBUS_URL", "http://localhost:7074"), ("OFFRAMP_SERVICEBUS_TOPIC", "events"), ("OFFRAMP_SERVICEBUS_TOKEN", "")));

        StringAssert.StartsWith(refusal.Problems.Single(), "OFFRAMP_SERVICEBUS_TOKEN");
    }

    private static string Secret(byte fill) => "whsec_" + Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
}

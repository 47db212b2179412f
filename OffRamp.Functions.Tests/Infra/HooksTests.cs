using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>What templates cannot make: secrets, the first operator, the sign-in. With stand-ins of az and azd.</summary>
[TestClass]
public sealed class HooksTests
{
    private static readonly (string Setting, string Value)[] OfOptions =
    [
        ("OFFRAMP_SCREENING_TOKEN", "screening's token"), ("OFFRAMP_EVM_NODES", "https://one.example.com,https://other.example.com"),
        ("OFFRAMP_EVM_BASE_NODES", "https://three.example.com,https://four.example.com"),
    ];

    private static readonly (string Setting, string Value)[] Secret =
    [
        ("OFFRAMP_CUSTODIAN_TOKEN", "custodian's token"), ("OFFRAMP_CUSTODIAN_SECRET", Signs(1)), ("OFFRAMP_PAYOUTS_TOKEN", "payouts' token"),
        ("OFFRAMP_PAYOUTS_SECRET", Signs(2)), ("OFFRAMP_KYC_TOKEN", "kyc's token"), ("OFFRAMP_KYC_SECRET", Signs(3)), ("OFFRAMP_RATES_TOKEN", "rates' token"),
    ];

    [TestMethod]
    public async Task An_empty_vault_is_filled_and_the_app_starts_with_what_is_in_it()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(Secret);

        var run = await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(0, run.Code, run.Errors);
        var settings = Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(
            (await Installation.Plain).ReceivedSettings(hooks.Vault).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        Assert.AreEqual("custodian's token", settings.Custodian.Token);
        CollectionAssert.AreEqual(new[] { OperatorRole.Operator, OperatorRole.Approver }, settings.Operators.Keys.Select(key => key.Role).ToArray());
    }

    [TestMethod]
    public async Task The_keys_of_the_first_two_are_in_the_vault_for_them_to_fetch()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(Secret);

        var run = await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(
            $"first-operator:operator:{Secrets.Hash(hooks.Vault["first-operator-key"])},first-approver:approver:{Secrets.Hash(hooks.Vault["first-approver-key"])}",
            hooks.Vault["operator-keys"]);
        Assert.Contains("--name first-operator-key", run.Output);
        Assert.Contains("--name first-approver-key", run.Output);
    }

    [TestMethod]
    public async Task No_secret_is_said_nor_given_as_an_argument_which_other_processes_see()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(Secret);

        var run = await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(0, run.Code, run.Errors);
        Assert.IsNotEmpty(hooks.Vault);
        foreach (var (name, value) in hooks.Vault)
        {
            Assert.DoesNotContain(value, run.All, name);
            Assert.DoesNotContain(value, hooks.Calls, name);
        }
    }

    [TestMethod]
    public async Task What_is_there_stays_and_nothing_is_asked_for_again()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(Secret);
        await hooks.RunAsync("postprovision.sh");
        var before = hooks.Vault;

        var run = await hooks.Knowing(("OFFRAMP_KYC_TOKEN", "")).RunAsync("postprovision.sh");

        Assert.AreEqual("", run.All);
        CollectionAssert.AreEquivalent(before.ToArray(), hooks.Vault.ToArray());
    }

    [TestMethod]
    public async Task Without_a_terminal_a_missing_secret_stops_it_and_is_named()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing([.. Secret, ("OFFRAMP_KYC_TOKEN", "")]);

        var run = await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(1, run.Code);
        Assert.Contains("set OFFRAMP_KYC_TOKEN", run.Errors);
    }

    [TestMethod]
    public async Task A_secret_that_signs_nothing_is_refused_before_it_is_written()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing([.. Secret, ("OFFRAMP_KYC_SECRET", "a password")]);

        var run = await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(1, run.Code);
        Assert.Contains("kyc-secret", run.Errors);
        Assert.IsFalse(hooks.Vault.ContainsKey("kyc-secret"));
    }

    [TestMethod]
    public async Task The_app_is_told_to_look_for_its_secrets()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(Secret);
        var app = (await Installation.Plain).Of("Microsoft.Web/sites").Single().Id;

        await hooks.RunAsync("postprovision.sh");

        Assert.Contains($"--url {app}/config/configreferences/appsettings/refresh", hooks.Calls);
    }

    [TestMethod]
    public async Task With_sign_in_whoever_deploys_first_is_the_first_operator_and_no_key_is_drawn()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Full))
            .Knowing([.. Secret, .. OfOptions, ("OFFRAMP_SIGN_IN_CLIENT_ID", Installation.SignIn)]);

        var run = await hooks.RunAsync("postprovision.sh");
        await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(0, run.Code, run.Errors);
        Assert.AreEqual("""{"principalId": "ann", "resourceId": "principal-of-the-app", "appRoleId": "role-operator"}""", hooks.Assigned.Trim());
        Assert.AreEqual("principal-of-the-identity", hooks.Trusted.Trim());
        Assert.DoesNotContain("operator-keys", string.Join(' ', hooks.Vault.Keys));
        Assert.Contains("approver to another person", run.Output);
    }

    [TestMethod]
    public async Task An_automaton_that_deploys_needs_no_rights_in_the_directory()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Full))
            .Knowing([.. Secret, .. OfOptions, ("OFFRAMP_SIGN_IN_CLIENT_ID", Installation.SignIn),
                ("AZURE_PRINCIPAL_TYPE", "ServicePrincipal")]);

        var run = await hooks.RunAsync("postprovision.sh");

        Assert.AreEqual(0, run.Code, run.Errors);
        Assert.DoesNotContain("az ad ", hooks.Calls);
        Assert.DoesNotContain("appRoleAssignedTo", hooks.Calls);
    }

    [TestMethod]
    public async Task People_are_sent_back_to_the_app()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Full))
            .Knowing([.. Secret, .. OfOptions, ("OFFRAMP_SIGN_IN_CLIENT_ID", Installation.SignIn),
                ("OFFRAMP_PUBLIC_URL", "https://sell.example.com/")]);

        await hooks.RunAsync("postprovision.sh");

        Assert.Contains(".azurewebsites.net/.auth/login/aad/callback https://sell.example.com/.auth/login/aad/callback", hooks.Calls);
    }

    [TestMethod]
    public async Task Before_provisioning_an_app_registration_is_made_once()
    {
        using var hooks = await Hooks.OfAsync(Installation.Plain);

        var run = await hooks.RunAsync("preprovision.sh");
        await hooks.Knowing(("OFFRAMP_SIGN_IN_CLIENT_ID", "registration-id")).RunAsync("preprovision.sh");

        Assert.AreEqual(0, run.Code, run.Errors);
        Assert.AreEqual("OFFRAMP_SIGN_IN_CLIENT_ID=registration-id", hooks.Remembered.Trim());
    }

    [TestMethod]
    public async Task Who_wants_no_sign_in_gets_no_registration()
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(("OFFRAMP_SIGN_IN", "off"));

        var run = await hooks.RunAsync("preprovision.sh");

        Assert.AreEqual(0, run.Code, run.Errors);
        Assert.AreEqual("", hooks.Calls);
    }

    [TestMethod]
    [DataRow("OFFRAMP_EVM_NETWORKS", "", 1)]
    [DataRow("OFFRAMP_EVM_NETWORKS", "BASE", 0)]
    [DataRow("OFFRAMP_EVM_FACTORY", "0x5fbdb2315678afecb367f032d93f642f64180aa3", 0)]
    public async Task Where_nobody_would_give_addresses_nothing_is_provisioned(string setting, string value, int expected)
    {
        using var hooks = (await Hooks.OfAsync(Installation.Plain)).Knowing(("OFFRAMP_CUSTODIAN_URL", ""), (setting, value), ("OFFRAMP_SIGN_IN", "off"));

        var run = await hooks.RunAsync("preprovision.sh");

        Assert.AreEqual(expected, run.Code, run.Errors);
    }

    private static string Signs(byte fill) => "whsec_" + Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
}

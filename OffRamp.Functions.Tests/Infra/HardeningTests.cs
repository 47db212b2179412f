using System.Text.RegularExpressions;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>What no installation may be without, whatever its options.</summary>
[TestClass]
public sealed partial class HardeningTests
{
    /// <summary>By type: values that every resource of it has.</summary>
    private static readonly Dictionary<string, (string Path, string Value)[]> Wanted = new()
    {
        ["Microsoft.Storage/storageAccounts"] =
        [
            ("properties.allowSharedKeyAccess", "False"), ("properties.allowBlobPublicAccess", "False"), ("properties.allowCrossTenantReplication", "False"),
            ("properties.minimumTlsVersion", "TLS1_2"), ("properties.supportsHttpsTrafficOnly", "True"), ("properties.defaultToOAuthAuthentication", "True"),
        ],
        ["Microsoft.KeyVault/vaults"] =
        [
            ("properties.enableRbacAuthorization", "True"), ("properties.enablePurgeProtection", "True"), ("properties.enableSoftDelete", "True"),
            ("properties.softDeleteRetentionInDays", "90"),
        ],
        ["Microsoft.Web/sites"] =
        [
            ("properties.httpsOnly", "True"), ("properties.siteConfig.minTlsVersion", "1.2"), ("properties.siteConfig.scmMinTlsVersion", "1.2"),
            ("properties.siteConfig.ftpsState", "Disabled"), ("identity.type", "UserAssigned"),
            ("properties.functionAppConfig.runtime.name", "dotnet-isolated"), ("properties.functionAppConfig.runtime.version", "10.0"),
            ("properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity"),
        ],
        ["Microsoft.Web/serverfarms"] = [("sku.name", "FC1"), ("sku.tier", "FlexConsumption")],
        ["Microsoft.Web/sites/basicPublishingCredentialsPolicies"] = [("properties.allow", "False")],
        ["Microsoft.Insights/components"] = [("properties.DisableLocalAuth", "True")],
        ["Microsoft.OperationalInsights/workspaces"] = [("properties.features.disableLocalAuth", "True")],
        ["Microsoft.ServiceBus/namespaces"] = [("properties.disableLocalAuth", "True"), ("properties.minimumTlsVersion", "1.2")],
        ["Microsoft.ServiceBus/namespaces/topics"] =
            [("properties.requiresDuplicateDetection", "True"), ("properties.duplicateDetectionHistoryTimeWindow", "PT1H")],
        ["Microsoft.SignalRService/webPubSub"] = [("properties.disableLocalAuth", "True")],
        ["Microsoft.SignalRService/webPubSub/hubs"] = [("properties.anonymousConnectPolicy", "deny")],
    };

    private static readonly string[] Watched =
    [
        "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.Web/sites", "Microsoft.ServiceBus/namespaces",
        "Microsoft.SignalRService/webPubSub",
    ];

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task No_key_opens_anything_and_nothing_goes_in_the_clear(bool full)
    {
        var installation = await Of(full);

        var wrong =
            from wanted in Wanted
            from resource in installation.Of(wanted.Key)
            from value in wanted.Value
            where resource[value.Path] != value.Value
            select $"{resource}: {value.Path} is {resource[value.Path]}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public async Task With_every_option_there_is_one_of_each_of_these_at_least()
    {
        var installation = await Installation.Full;

        CollectionAssert.IsSubsetOf(Wanted.Keys.ToArray(), installation.Resources.Select(resource => resource.Type).Distinct().ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task What_happens_to_each_service_is_kept_in_the_workspace(bool full)
    {
        var installation = await Of(full);

        var kept = installation.Of("Microsoft.Insights/diagnosticSettings")
            .Where(setting => setting["properties.workspaceId"].Contains("/workspaces/log-offramp-", StringComparison.Ordinal))
            .Select(setting => setting.Id.Split("/providers/Microsoft.Insights/")[0]).ToHashSet();
        var unwatched = installation.Resources.Where(resource => Watched.Contains(resource.Type) && !kept.Contains(resource.Id));

        Assert.AreEqual("", string.Join('\n', unwatched));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task No_value_anywhere_looks_like_a_key(bool full)
    {
        var installation = await Of(full);

        var found = Key().Matches(installation.Text).Select(match => match.Value).Distinct();

        Assert.AreEqual("", string.Join('\n', found));
    }

    [TestMethod]
    [DataRow(false, "Standard_LRS", "Standard_GRS")]
    [DataRow(true, "Standard_ZRS", "Standard_GZRS")]
    public async Task The_record_of_sells_is_in_two_regions_and_is_not_deleted_by_accident(bool full, string ofHost, string ofRecord)
    {
        var installation = await Of(full);

        var accounts = installation.Of("Microsoft.Storage/storageAccounts").ToDictionary(account => account.Name[..^13], account => account["sku.name"]);
        var locked = installation.Of("Microsoft.Authorization/locks").Where(found => found["properties.level"] == "CanNotDelete").Select(found => found.Id).ToList();

        Assert.AreEqual(ofHost, accounts["sthost"]);
        Assert.AreEqual(ofRecord, accounts["sttables"]);
        Assert.AreEqual(ofRecord, accounts["stcopies"]);
        Assert.HasCount(2, locked);
        Assert.IsTrue(locked.Exists(id => id.Contains("/storageAccounts/sttables", StringComparison.Ordinal)), string.Join('\n', locked));
        Assert.IsTrue(locked.Exists(id => id.Contains("/storageAccounts/stcopies", StringComparison.Ordinal)), string.Join('\n', locked));
    }

    [TestMethod]
    public async Task Copies_can_be_had_back_for_35_days_and_go_by_themselves()
    {
        var installation = await Installation.Plain;

        var blobs = installation.Of("Microsoft.Storage/storageAccounts/blobServices").Single(found => found.Id.Contains("/stcopies", StringComparison.Ordinal));
        var expiry = installation.Of("Microsoft.Storage/storageAccounts/managementPolicies").Single();

        Assert.AreEqual("True", blobs["properties.isVersioningEnabled"]);
        Assert.AreEqual("35", blobs["properties.deleteRetentionPolicy.days"]);
        Assert.Contains("/storageAccounts/stcopies", expiry.Id);
        Assert.Contains("\"daysAfterCreationGreaterThan\":35", expiry.Properties.GetRawText().Replace(" ", ""));
    }

    [TestMethod]
    public async Task With_private_networking_storage_vault_and_bus_are_reached_from_inside_alone()
    {
        var installation = await Installation.Full;

        var open = installation.Resources.Where(resource => resource.Type is "Microsoft.Storage/storageAccounts" or "Microsoft.ServiceBus/namespaces"
            && resource["properties.publicNetworkAccess"] != "Disabled");
        var groups = installation.Of("Microsoft.Network/privateEndpoints")
            .Select(endpoint => endpoint.Properties.GetProperty("privateLinkServiceConnections")[0].GetProperty("properties"))
            .Select(connection => $"{connection.GetProperty("privateLinkServiceId").GetString()!.Split('/')[^1][..^13]} {connection.GetProperty("groupIds")[0]}");

        Assert.AreEqual("", string.Join('\n', open));
        CollectionAssert.AreEquivalent(
            new[] { "sthost blob", "sthost queue", "sthost table", "sttables table", "stcopies blob", "kv- vault", "sb-offramp- namespace" }, groups.ToArray());
        Assert.EndsWith("/subnets/app", installation.Of("Microsoft.Web/sites").Single()["properties.virtualNetworkSubnetId"]);
        var vault = installation.Of("Microsoft.KeyVault/vaults").Single();
        Assert.AreEqual("Deny", vault["properties.networkAcls.defaultAction"]);
        Assert.AreEqual(2, vault.Properties.GetProperty("networkAcls").GetProperty("ipRules").GetArrayLength());
    }

    [TestMethod]
    public async Task Without_options_there_is_no_network_no_bus_and_no_Web_PubSub()
    {
        var installation = await Installation.Plain;

        var extra = installation.Resources.Where(resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal)
            || resource.Type.StartsWith("Microsoft.ServiceBus/", StringComparison.Ordinal)
            || resource.Type.StartsWith("Microsoft.SignalRService/", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join('\n', extra));
    }

    private static Task<Installation> Of(bool full) => full ? Installation.Full : Installation.Plain;

    [GeneratedRegex("AccountKey=|SharedAccessKey|listKeys|whsec_|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==")]
    private static partial Regex Key();
}

using System.Text.Json;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Contract;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>Operators sign in by Entra ID; the platform leaves everybody else alone.</summary>
[TestClass]
public sealed class SignInTests
{
    [TestMethod]
    public async Task The_platform_says_who_an_operator_is_and_lets_everybody_through_to_the_app()
    {
        var settings = (await Installation.Full).Resources.Single(resource => resource.Name.EndsWith("/authsettingsV2", StringComparison.Ordinal));

        Assert.AreEqual("True", settings["properties.platform.enabled"]);
        Assert.AreEqual("AllowAnonymous", settings["properties.globalValidation.unauthenticatedClientAction"]);
        Assert.AreEqual(Installation.SignIn, settings["properties.identityProviders.azureActiveDirectory.registration.clientId"]);
        Assert.AreEqual(
            "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID", settings["properties.identityProviders.azureActiveDirectory.registration.clientSecretSettingName"]);
        Assert.AreEqual("False", settings["properties.login.tokenStore.enabled"]);
    }

    [TestMethod]
    public async Task Without_an_app_registration_nobody_signs_in() =>
        Assert.IsFalse((await Installation.Plain).Resources.Any(resource => resource.Name.EndsWith("/authsettingsV2", StringComparison.Ordinal)));

    [TestMethod]
    public void Every_route_but_the_operators_is_left_alone()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("infra", "anonymous-paths.json")));
        var paths = file.RootElement.EnumerateArray().Select(path => path.GetString()!).ToList();

        var wrong = RouteTable.All
            .Where(route => !route.Pattern.Contains("{*", StringComparison.Ordinal))
            .Where(route => IsLeftAlone(route.Pattern, paths) == IsOfOperators(route));

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void The_registration_s_roles_are_the_app_s()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("infra", "operator-roles.json")));
        var roles = file.RootElement.EnumerateArray().Select(role => role.GetProperty("value").GetString()!).ToList();

        CollectionAssert.AreEqual(Enum.GetValues<OperatorRole>().Cast<OperatorRole?>().ToArray(), roles.Select(OperatorKey.RoleOf).ToArray());
        Assert.AreEqual(roles.Count, file.RootElement.EnumerateArray().Select(role => role.GetProperty("id").GetGuid()).Distinct().Count());
    }

    /// <summary>Their page too, which anyone may read: whoever opens it in Azure is signed in by then.</summary>
    private static bool IsOfOperators(KnownRoute route) =>
        route.Caller == CallerKind.Operator || $"{route.Pattern}/".StartsWith("/ops/", StringComparison.Ordinal);

    private static bool IsLeftAlone(string route, IEnumerable<string> paths) =>
        paths.Any(path => path.EndsWith("/*", StringComparison.Ordinal) ? route.StartsWith(path[..^1], StringComparison.Ordinal) : route == path);
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Architecture;

/// <summary>The function.json files say to the Functions host what the app's endpoints say to nobody.</summary>
[TestClass]
public sealed class FunctionsTests
{
    private static readonly string[] NotHttp = ["orchestrationTrigger", "activityTrigger", "timerTrigger"];

    [TestMethod]
    public async Task Every_function_that_is_not_HTTP_has_its_endpoint_and_the_other_way_round()
    {
        await using var app = AppBuilder.Build(TestSettings.Local());

        var endpoints = Endpoints(app).Select(e => e.Metadata.GetMetadata<HostFunction>()?.Name).OfType<string>().Order();

        var declared = Functions().Where(f => NotHttp.Contains(f.Trigger.GetProperty("type").GetString())).Select(f => f.Name).Order();
        Assert.AreEqual(string.Join(", ", declared), string.Join(", ", endpoints));
    }

    [TestMethod]
    public void Every_HTTP_function_is_reached_by_a_function_meant_for_it()
    {
        // The catch-all of everything is meant for these two.
        var prefixes = HttpRoutes().Select(r => r.Split('/')[0]).Where(p => !p.StartsWith('{')).Concat(["openapi", "docs"]).ToHashSet();

        var strangers = HttpFunctions.OfApp().All.Select(function => function.Route)
            .Where(route => route != Routes.Everything && !prefixes.Contains(route.Split('/')[0]));

        Assert.AreEqual("", string.Join(", ", strangers));
    }

    [TestMethod]
    public void The_catch_alls_are_those_that_were_agreed() => CollectionAssert.AreEquivalent(
        new[] { "v1/{*p}", "widget/{*p}", "sell/{*p}", "webhooks/{*p}", "ops/{*p}", "health/{*p}", "{*p}" }, HttpRoutes().ToArray());

    [TestMethod]
    [TestCategory("Trap 8")]
    [TestCategory("Trap 9")]
    public void HTTP_functions_take_every_method_from_anyone_and_have_what_makes_the_host_proxy_them()
    {
        foreach (var function in Functions().Where(f => f.Trigger.GetProperty("type").GetString() == "httpTrigger"))
        {
            Assert.AreEqual("anonymous", function.Trigger.GetProperty("authLevel").GetString(), function.Name);
            Assert.AreEqual(7, function.Trigger.GetProperty("methods").GetArrayLength(), function.Name);
            Assert.AreEqual(2, function.Bindings.Count, function.Name);
            Assert.AreEqual("http", function.Bindings[1].GetProperty("type").GetString(), function.Name);
        }
    }

    [TestMethod]
    public void Bindings_have_the_names_that_the_app_reads()
    {
        var names = new Dictionary<string, string>
        {
            ["orchestrationTrigger"] = "context", ["activityTrigger"] = "input", ["timerTrigger"] = "timer", ["httpTrigger"] = "req",
        };

        foreach (var (name, trigger, _) in Functions())
            Assert.AreEqual(names[trigger.GetProperty("type").GetString()!], trigger.GetProperty("name").GetString(), name);
    }

    [TestMethod]
    public void Nothing_else_lies_in_a_function_s_folder()
    {
        var strangers = Directory.EnumerateFiles(Repository.PathOf("OffRamp.Functions", "functions"), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "function.json");

        Assert.AreEqual("", string.Join(", ", strangers));
    }

    private static IEnumerable<string> HttpRoutes() => Functions()
        .Where(f => f.Trigger.GetProperty("type").GetString() == "httpTrigger").Select(f => f.Trigger.GetProperty("route").GetString()!);

    private static IEnumerable<(string Name, JsonElement Trigger, IReadOnlyList<JsonElement> Bindings)> Functions()
    {
        foreach (var folder in Directory.EnumerateDirectories(Repository.PathOf("OffRamp.Functions", "functions")))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "function.json")));
            var bindings = json.RootElement.GetProperty("bindings").EnumerateArray().Select(b => b.Clone()).ToList();
            yield return (Path.GetFileName(folder), bindings[0], bindings);
        }
    }

    private static IEnumerable<RouteEndpoint> Endpoints(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();
}

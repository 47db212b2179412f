using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.DurableTask;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Webhooks;

namespace OffRamp.Functions.Tests.Traps;

/// <summary>
/// What the Functions host and the Durable extension make of a custom handler that is not careful: the sixteen traps of
/// the wire contract's list, and the table of what becomes of an orchestrator call (3.2). Each has tests of its category,
/// here or in the rooms that it concerns.
/// </summary>
[TestClass]
internal sealed class TrapTests
{
    private static readonly string[] Bodies =
    [
        "", "null", "{}", "[]", "no JSON", """{"Data":{}}""", """{"Data":{"input":"null","context":"null","timer":"null"}}""",
        """{"Data":{"input":"\"not JSON\"","context":"\"not base64\"","timer":{}},"Metadata":{}}""",
        """{"Data":{"input":"\"{\\\"sellId\\\":\\\"sell_none\\\"}\"","context":"\"AAAA\""},"Metadata":{"sys":{}}}""",
    ];

    private static readonly string[] All =
    [
        .. Enumerable.Range(1, 16).Select(n => $"Trap {n}"),
        .. new[] { "valid", "failed", "retry", "improper", "empty", "timeout", "unknown" }.Select(row => $"Trap 3.2 {row}"),
    ];

    [TestMethod]
    public void Every_trap_has_its_test()
    {
        var categories = typeof(TrapTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()
            .Where(method => method.IsDefined(typeof(TestMethodAttribute)))
            .SelectMany(method => method.GetCustomAttributes<TestCategoryAttribute>().Concat(type.GetCustomAttributes<TestCategoryAttribute>())))
            .SelectMany(attribute => attribute.TestCategories).ToHashSet();

        Assert.AreEqual("", string.Join(", ", All.Where(trap => !categories.Contains(trap))));
    }

    [TestMethod]
    [TestCategory("Trap 1")]
    [TestCategory("Trap 4")]
    public async Task An_empty_2xx_is_never_answered_and_no_output_can_be_taken_for_base64()
    {
        await using var app = await NoticeApp.StartAsync();

        foreach (var name in HostFunctionNames().Append("Nobody"))
        {
            foreach (var body in Bodies)
            {
                using var answer = await PostAsync(app, name, body);
                if (!answer.IsSuccessStatusCode)
                    continue;

                var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
                Assert.AreEqual("application/json", answer.Content.Headers.ContentType!.MediaType, $"{name} {body}");
                Assert.AreEqual("{}", json.GetProperty("Outputs").GetRawText(), $"{name} {body}");
            }
        }
    }

    [TestMethod]
    [TestCategory("Trap 2")]
    public async Task The_sells_orchestrator_answers_everything_with_200_and_a_well_formed_response()
    {
        await using var app = await NoticeApp.StartAsync();

        foreach (var body in Bodies)
        {
            using var answer = await PostAsync(app, SellOrchestrator.Name, body);

            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, body);
            var response = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("ReturnValue").GetString()!;
            Assert.ContainsSingle(DurableTask.Meaning.Response(response).Actions, body);
        }
    }

    [TestMethod]
    [TestCategory("Trap 7")]
    public async Task What_the_metadata_says_decides_nothing()
    {
        await using var app = await NoticeApp.WithSellAsync();
        var (known, unknown) = (app.Sell.Id.ToString(), "sell_00000000000000000000000000");

        using var right = await PostAsync(app, "Advance", HostCall.About(known, ("instanceId", unknown), ("sellId", unknown)));
        using var wrong = await PostAsync(app, "Advance", HostCall.About(unknown, ("instanceId", known), ("sellId", known)));

        Assert.AreEqual((HttpStatusCode.OK, false), (right.StatusCode, wrong.IsSuccessStatusCode));
    }

    [TestMethod]
    [TestCategory("Trap 4")]
    [TestCategory("Trap 8")]
    [TestCategory("Trap 10")]
    public void Functions_that_are_not_HTTP_have_one_binding_and_nothing_returns_by_binding()
    {
        foreach (var (name, bindings) in Functions())
        {
            var isHttp = bindings[0].GetProperty("type").GetString() == "httpTrigger";
            Assert.HasCount(isHttp ? 2 : 1, bindings, name);
            Assert.IsFalse(bindings.Any(binding => binding.GetProperty("name").GetString() == "$return"), name);
        }
    }

    [TestMethod]
    [TestCategory("Trap 9")]
    [TestCategory("Trap 13")]
    public void The_host_proxies_requests_untouched_and_keeps_no_sessions()
    {
        var host = JsonElement.Parse(File.ReadAllText(Repository.PathOf("host.json")));

        Assert.IsTrue(host.GetProperty("customHandler").GetProperty("enableProxyingHttpRequest").GetBoolean());
        Assert.IsFalse(host.GetProperty("customHandler").TryGetProperty("enableForwardingHttpRequest", out _));
        Assert.IsFalse(host.GetProperty("extensions").GetProperty("durableTask").TryGetProperty("extendedSessionsEnabled", out _));
    }

    [TestMethod]
    [TestCategory("Trap 11")]
    [DataRow("CheckDeposits", SellPhase.AwaitingDeposit)]
    [DataRow("SubmitPayout", SellPhase.PayingOut)]
    [DataRow("CheckPayout", SellPhase.PayingOut)]
    [DataRow("SendRefund", SellPhase.Refunding)]
    public async Task A_silent_provider_is_an_answer_and_no_failure(string activity, SellPhase phase)
    {
        var edge = FaultyEdge.ToProviders();
        edge.Decide = _ => Mood.Refused;
        var edges = new Scenarios.Edges { Providers = edge };
        await using var app = await NoticeApp.WithSellAsync(In(phase), services => edges.Replace(services));

        using var answer = await PostAsync(app, activity, HostCall.About(app.Sell.Id));

        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, text);
        var step = DurableJson.Read<Step>(JsonElement.Parse(text).GetProperty("ReturnValue").GetString()!)!;
        Assert.IsTrue(step is { IsWait: true } && step.Phase == phase, text);
        Assert.IsGreaterThan(0, edge.Faults);
    }

    [TestMethod]
    [TestCategory("Trap 12")]
    public async Task A_sell_leaves_no_timer_behind_that_delays_its_end()
    {
        await using var world = await Scenarios.World.StartAsync();
        var sell = await Scenarios.SellDriver.StartAsync(world);
        await sell.DepositAsync();
        await world.QuietAsync();

        var instance = JsonElement.Parse(await world.Api.GetStringAsync($"/runtime/webhooks/durabletask/instances/{sell.SellId}?code=local-durable-key"));

        Assert.AreEqual("Completed", instance.GetProperty("runtimeStatus").GetString(), "the six hours are not waited for");
    }

    [TestMethod]
    [TestCategory("Trap 15")]
    public async Task Operators_are_shown_no_stack_trace_of_the_durable_api()
    {
        await using var app = await NoticeApp.WithSellAsync();
        (app.Durable.Answer, app.Durable.Instance) = (HttpStatusCode.InternalServerError, """{"Message":"m","ExceptionType":"t","StackTrace":"at Some.Where()"}""");

        using var answer = await app.OperatorAsksAsync($"/ops/api/orchestrations/{app.Sell.Id}");

        Assert.DoesNotContain("Some.Where", await answer.Content.ReadAsStringAsync());
        Assert.AreNotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    private static Sell In(SellPhase phase)
    {
        var story = phase switch
        {
            SellPhase.AwaitingDeposit => new SellStory(),
            SellPhase.PayingOut => new SellStory().At(TimeSpan.FromMinutes(11)).Arrives(A.Transfer()).Looks().ReadyToPaySays(A.Transfer()),
            _ => new SellStory().At(TimeSpan.FromHours(6)).Arrives(A.Transfer("5")).CustodianSays(A.Transfer("5")).Looks(),
        };
        return story.Sell;
    }

    private static Task<HttpResponseMessage> PostAsync(NoticeApp app, string function, string body) => HostCall.PostAsync(app.Client, function, body);

    private static IEnumerable<string> HostFunctionNames() =>
        Functions().Where(function => function.Bindings[0].GetProperty("type").GetString() != "httpTrigger").Select(function => function.Name);

    private static IEnumerable<(string Name, IReadOnlyList<JsonElement> Bindings)> Functions() =>
        Directory.EnumerateDirectories(Repository.PathOf("OffRamp.Functions", "functions")).Select(folder => (
            Path.GetFileName(folder),
            (IReadOnlyList<JsonElement>)[.. JsonElement.Parse(File.ReadAllText(Path.Combine(folder, "function.json"))).GetProperty("bindings").EnumerateArray()]));
}

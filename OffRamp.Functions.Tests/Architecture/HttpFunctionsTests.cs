using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Architecture;

/// <summary>What the Functions host will make of the functions with HTTP triggers.</summary>
[TestClass]
public sealed class HttpFunctionsTests
{
    private static readonly HttpFunctions Functions = HttpFunctions.OfApp();

    [TestMethod]
    public void The_map_of_routes_is_the_one_that_was_agreed() => Assert.AreEqual(
        File.ReadAllText(Repository.PathOf("OffRamp.Functions.Tests", "Architecture", "routes.txt")).ReplaceLineEndings(),
        string.Concat(Functions.All.Select(function =>
            $"{(function.Methods.Count > 0 ? string.Join(',', function.Methods) : "any"),-9} /{function.Route,-44} {function.Name,-24} "
            + $"{function.Caller.Name,-12} {function.Caller.Scheme ?? "none"}{Environment.NewLine}")));

    [TestMethod]
    public void No_two_templates_overlap_but_for_the_catch_all()
    {
        var routes = Functions.All.Select(function => function.Route).Distinct().Where(route => route != Routes.Everything).ToList();

        var overlapping =
            from one in routes
            from other in routes
            where string.CompareOrdinal(one, other) < 0 && Overlap(one.Split('/'), other.Split('/'))
            select $"{one} and {other}";

        Assert.AreEqual("", string.Join('\n', overlapping));
    }

    [TestMethod]
    public void The_catch_all_is_asked_last_and_takes_every_method()
    {
        var last = Functions.All.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Last();

        Assert.AreEqual(Routes.Everything, last.Route);
        Assert.IsEmpty(last.Methods);
    }

    [TestMethod]
    public void Whoever_takes_GET_takes_HEAD()
    {
        var deaf = Functions.All.Where(function => function.Methods.Contains("GET") && !function.Methods.Contains("HEAD"));

        Assert.AreEqual("", string.Join(", ", deaf.Select(function => function.Name)));
    }

    [TestMethod]
    public void Every_POST_of_a_caller_with_a_credential_of_its_own_may_be_repeated_under_a_key()
    {
        var without = Functions.All.Where(function => function.Methods.Contains("POST") && function.Find<IdempotentAttribute>() is null
            && (function.Caller == Caller.Partner || function.Caller == Caller.SellPage || function.Caller == Caller.Operator));

        Assert.AreEqual("", string.Join(", ", without.Select(function => function.Name)));
    }

    [TestMethod]
    public void A_function_that_does_not_say_who_calls_it_stops_the_start()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new HttpFunctions([typeof(Unattended)]));

        StringAssert.Contains(error.Message, nameof(Unattended));
    }

    private static bool Overlap(string[] one, string[] other) =>
        one.Length == other.Length && one.Zip(other).All(pair => pair.First.StartsWith('{') || pair.Second.StartsWith('{') || pair.First == pair.Second);

    private sealed class Unattended
    {
        [Function(nameof(Unattended))]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "unattended")] HttpRequest request) => Results.Ok();
    }
}

using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>"No or bad credentials: 401 with WWW-Authenticate", on every route, and before anything else is looked at.</summary>
[TestClass]
public sealed class CredentialsTests
{
    [TestMethod]
    public async Task Without_the_right_credential_every_route_is_401_whatever_else_is_wrong()
    {
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();
        var wrong = new List<string>();

        foreach (var route in RouteTable.All.Where(route => route.Caller != CallerKind.Anyone))
        {
            foreach (var (name, value) in BadCredentials(market, route))
            {
                foreach (var path in new[] { market.PathOf(route), Unknown(market, route) })
                {
                    using var answer = await CallAsync(market, route, path, name, value);
                    if (!await IsRefusedAsync(answer, route))
                    {
                        wrong.Add($"{route} at {path} with {name}: {(value.Length > 24 ? value[..24] : value)} is {(int)answer.StatusCode}");
                    }
                }
            }
        }

        Assert.AreEqual("", string.Join('\n', wrong));
        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task The_routes_for_anyone_want_no_credential()
    {
        await using var market = await Market.OpenAsync();

        foreach (var route in RouteTable.All.Where(route => route.Caller == CallerKind.Anyone))
        {
            using var answer = await market.CallAsync(route);
            Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, route.Name);
        }
    }

    // Every credential there is that is not the right one, and some that are none.
    private static IEnumerable<(string Name, string Value)> BadCredentials(Market market, KnownRoute route)
    {
        yield return ("X-Nothing", "at all");
        yield return ("Authorization", "Bearer ");
        yield return ("Authorization", "Basic dXNlcjpwYXNz");
        yield return ("Authorization", "Bearer ot_test_" + new string('0', 64));
        yield return ("Authorization", "Bearer " + new string('x', 4000));
        yield return ("X-MS-CLIENT-PRINCIPAL", "eyJjbGFpbXMiOlt7InR5cCI6InJvbGVzIiwidmFsIjoib3BlcmF0b3IifSx7InR5cCI6Im5hbWUiLCJ2YWwiOiJhbm4ifV19");
        yield return ("webhook-signature", "v1,AAAA");
        if (route.Caller != CallerKind.Partner)
        {
            yield return ("Authorization", "Bearer " + Shop.Token);
        }

        if (route.Caller != CallerKind.Operator)
        {
            yield return ("X-Operator-Key", Shop.OperatorKey);
        }
        else
        {
            yield return ("X-Operator-Key", Shop.OperatorKey + "x");
        }

        yield return ("Authorization", "Bearer " + (route.Caller == CallerKind.SellPage ? OtherSecret(market, route) : market.Open.Secret));
    }

    private static string OtherSecret(Market market, KnownRoute route) =>
        market.PathOf(route).Contains(market.Open.Id, StringComparison.Ordinal) ? market.Sold.Secret : market.Open.Secret;

    private static string Unknown(Market market, KnownRoute route) =>
        market.PathOf(route).Replace("_0", "_1", StringComparison.Ordinal);

    private static async Task<HttpResponseMessage> CallAsync(Market market, KnownRoute route, string path, string name, string value)
    {
        using var request = new HttpRequestMessage(new(route.Method), path);
        request.Headers.TryAddWithoutValidation(name, value);
        if (route.TakesBody)
        {
            request.Content = new StringContent(new string('x', route.Caller == CallerKind.Provider ? 10 : 70_000));
        }

        return await market.Shop.Client.SendAsync(request);
    }

    private static async Task<bool> IsRefusedAsync(HttpResponseMessage answer, KnownRoute route)
    {
        if (answer.StatusCode != HttpStatusCode.Unauthorized || answer.Headers.WwwAuthenticate.Count != 1)
        {
            return false;
        }

        var problem = await ProblemBody.ReadAsync(answer);
        return problem.Code == (route.Caller == CallerKind.Provider ? "invalid_signature" : "unauthorized");
    }
}

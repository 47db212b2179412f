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
            foreach (var bad in BadCredentials(market, route))
            {
                foreach (var path in new[] { market.PathOf(route), Unknown(market, route) })
                {
                    using var answer = await CallAsync(market, route, path, bad);
                    if (!await IsRefusedAsync(answer, route))
                    {
                        wrong.Add($"{route} at {path} with {bad} is {(int)answer.StatusCode}");
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
    private static IEnumerable<Credential> BadCredentials(Market market, KnownRoute route)
    {
        yield return new("X-Nothing", "at all");
        yield return new("Authorization", "Bearer ");
        yield return new("Authorization", "Basic dXNlcjpwYXNz");
        yield return new("Authorization", "Bearer ot_test_" + new string('0', 64));
        yield return new("Authorization", "Bearer " + new string('x', 4000));
        yield return new("X-MS-CLIENT-PRINCIPAL", "eyJjbGFpbXMiOlt7InR5cCI6InJvbGVzIiwidmFsIjoib3BlcmF0b3IifSx7InR5cCI6Im5hbWUiLCJ2YWwiOiJhbm4ifV19");
        yield return new("webhook-signature", "v1,AAAA");
        yield return new("X-Operator-Key", route.Caller == CallerKind.Operator ? Shop.OperatorKey + "x" : Shop.OperatorKey);
        yield return new("X-Operator-Key", Shop.Token);
        yield return new("Authorization", "Bearer " + Shop.OperatorKey);
        yield return new("Authorization", "Bearer " + (route.Caller == CallerKind.SellPage ? OtherSecret(market, route) : market.Open.Secret));
        if (route.Caller != CallerKind.Partner)
        {
            yield return new("Authorization", "Bearer " + Shop.Token);
        }

        // The right one, where it does not belong, and twice.
        var right = RightSecret(market, route);
        yield return new("Cookie", $"client_secret={right}; access_token={right}");
        yield return new("Accept", "*/*", $"?access_token={right}&client_secret={right}");
        yield return new("Authorization", $"Bearer {right}, Bearer {right}");
    }

    private static string RightSecret(Market market, KnownRoute route) => route.Caller switch
    {
        CallerKind.SellPage => market.SecretFor(market.PathOf(route)),
        CallerKind.Operator => Shop.OperatorKey,
        _ => Shop.Token,
    };

    private static string OtherSecret(Market market, KnownRoute route) =>
        market.PathOf(route).Contains(market.Open.Id, StringComparison.Ordinal) ? market.Sold.Secret : market.Open.Secret;

    private static string Unknown(Market market, KnownRoute route) =>
        market.PathOf(route).Replace("_0", "_1", StringComparison.Ordinal);

    private static async Task<HttpResponseMessage> CallAsync(Market market, KnownRoute route, string path, Credential bad)
    {
        using var request = new HttpRequestMessage(new(route.Method), path + bad.Query);
        Assert.IsTrue(request.Headers.TryAddWithoutValidation(bad.Header, bad.Value), bad.Header);
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

    private sealed record Credential(string Header, string Value, string Query = "")
    {
        public override string ToString() => $"{Header}: {(Value.Length > 24 ? Value[..24] : Value)}{Query}";
    }
}

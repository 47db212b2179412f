using System.Net;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>"Another partner's id is 404, never 403", and before anything that is wrong with the body.</summary>
[TestClass]
public sealed class ExistenceTests
{
    private static readonly string[] Nothings = ["nonsense", "ses_", "SES_01DEM000000000000000000000", "sell_01dem00000000000000000000l", "%00", "..%2f..", "a%20b", "%F0%9F%92%B8"];

    // What is in these paths names nothing of ours: any user may be asked about, and orchestrations the Durable API knows.
    private static readonly string[] NamesNothing =
        ["GET /widget/users/{userId}/kyc-status", "GET /ops/api/orchestrations/{instanceId}", "GET /ops/api/orchestrations/{instanceId}/history"];

    [TestMethod]
    public async Task What_is_another_partners_is_not_there()
    {
        await using var market = await Market.OpenAsync();
        var stranger = await market.Shop.AddPartnerAsync(enabled: true);
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var route in RoutesWithIds(CallerKind.Partner))
        {
            foreach (var content in Contents(route))
            {
                using var answer = await market.CallAsync(
                    route, content, change: request => request.Headers.Authorization = new("Bearer", stranger));
                await ExpectNotFoundAsync(answer, route);
            }
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task What_nobody_has_is_not_there()
    {
        await using var market = await Market.OpenAsync();
        var before = await market.Shop.Tables.SnapshotAsync();

        foreach (var route in RoutesWithIds(CallerKind.Partner).Concat(RoutesWithIds(CallerKind.Operator)))
        {
            foreach (var id in Nothings.Append(Unknown(market, route)))
            {
                foreach (var content in Contents(route))
                {
                    if (id == "%00")
                    {
                        continue; // the server itself refuses it, as no path
                    }

                    var path = route.Pattern.Replace("{asset}/{network}", "{id}", StringComparison.Ordinal);
                    path = path[..path.IndexOf('{')] + id + path[(path.IndexOf('}') + 1)..];
                    using var answer = await market.CallAsync(route, content, path: path);
                    await ExpectNotFoundAsync(answer, route);
                }
            }
        }

        Assert.AreEqual("", before.ChangesTo(await market.Shop.Tables.SnapshotAsync()));
    }

    [TestMethod]
    public async Task A_users_status_is_its_own_partners_knowledge()
    {
        await using var market = await Market.OpenAsync();
        var stranger = await market.Shop.AddPartnerAsync(enabled: true);
        var route = RouteTable.Get(NamesNothing[0]);

        using var own = await market.CallAsync(route);
        using var foreign = await market.CallAsync(route, change: request => request.Headers.Authorization = new("Bearer", stranger));

        Assert.AreEqual("""{"partner_user_id":"user-123","status":"verified"}""", await own.Content.ReadAsStringAsync());
        Assert.AreEqual("""{"partner_user_id":"user-123","status":"not_started"}""", await foreign.Content.ReadAsStringAsync());
    }

    private static IEnumerable<KnownRoute> RoutesWithIds(CallerKind caller) =>
        RouteTable.All.Where(route => route.HasIds && route.Caller == caller && !NamesNothing.Contains(route.Name));

    private static string Unknown(Market market, KnownRoute route) =>
        market.PathOf(route)[route.Pattern.IndexOf('{')..].Split('/')[0].Replace("_0", "_1", StringComparison.Ordinal);

    // That it is not there comes before what is wrong with the body.
    private static HttpContent?[] Contents(KnownRoute route) =>
        route.TakesBody ? [null, Market.Json("{"), new StringContent(new string('x', 70_000))] : [null];

    private static async Task ExpectNotFoundAsync(HttpResponseMessage answer, KnownRoute route)
    {
        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode, $"{route} at {answer.RequestMessage!.RequestUri}");
        await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
    }
}

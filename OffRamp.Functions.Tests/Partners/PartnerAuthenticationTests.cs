using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Partners;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Partners;

[TestClass]
public sealed class PartnerAuthenticationTests
{
    private const string DemoToken = "ot_test_local_demo_partner_token";

    [TestMethod]
    public async Task The_token_of_a_partner_opens()
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        await using var app = await StartAsync(tables);

        using var answer = await GetAsync(app, "Bearer " + DemoToken);

        Assert.AreEqual(DemoPartner.Id.ToString(), await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("Bearer")]
    [DataRow("Bearer ot_test_unknown")]
    [DataRow("Bearer cs_of_a_session")]
    [DataRow("Basic b3RfdGVzdDo=")]
    [DataRow("Bearer ot_test_local_demo_partner_token x")]
    public async Task Anything_else_is_unauthorized(string? authorization)
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        await using var app = await StartAsync(tables);

        using var answer = await GetAsync(app, authorization);

        Assert.AreEqual("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [TestMethod]
    public async Task A_partner_is_read_once_in_a_while_and_not_on_every_call()
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        await using var app = await StartAsync(tables);
        (await GetAsync(app, "Bearer " + DemoToken)).Dispose();
        tables.Log.Clear();

        (await GetAsync(app, "Bearer " + DemoToken)).Dispose();

        Assert.AreEqual(0, tables.Log.Requests.Count);
    }

    [TestMethod]
    public async Task A_rotated_token_ends()
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        await using var app = await StartAsync(tables);
        var partners = app.Services.GetRequiredService<PartnerStore>();
        var stored = await partners.FindAsync(DemoPartner.Id, default);

        await partners.RotateAsync(stored!, Secrets.Hash("ot_test_new"), claimed: null, default);

        using var before = await GetAsync(app, "Bearer " + DemoToken);
        using var after = await GetAsync(app, "Bearer ot_test_new");
        Assert.AreEqual(HttpStatusCode.Unauthorized, before.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, after.StatusCode);
    }

    [TestMethod]
    public async Task The_demo_partner_is_made_once_and_follows_its_setting()
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        var partners = new PartnerStore(tables.Store);
        var settings = TestSettings.Local();

        await new DemoPartner(settings, partners, TimeProvider.System).StartAsync(default);
        await new DemoPartner(settings, partners, TimeProvider.System).StartAsync(default);
        await new DemoPartner(settings with { DemoPartnerToken = "ot_test_other" }, partners, TimeProvider.System).StartAsync(default);

        Assert.IsNull(await partners.FindByTokenAsync(Secrets.Hash(DemoToken), default));
        var partner = await partners.FindByTokenAsync(Secrets.Hash("ot_test_other"), default);
        Assert.IsTrue(partner!.OfframpEnabled);
    }

    private static async Task<RunningApp> StartAsync(AzuriteTables tables)
    {
        var partners = new PartnerStore(tables.Store);
        await new DemoPartner(TestSettings.Local(), partners, TimeProvider.System).StartAsync(default);
        return await TestHost.StartAsync<Whoami>(
            services => services.AddSingleton(partners).AddSingleton<KnownPartners>().AddSingleton<ICallerAuthentication, PartnerAuthentication>());
    }

    private static Task<HttpResponseMessage> GetAsync(RunningApp app, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/whoami");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return app.Client.SendAsync(request);
    }

    private sealed class Whoami
    {
        [Function("Whoami"), ForPartners]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "whoami")] HttpRequest request) =>
            Results.Text(request.HttpContext.Partner().Id.ToString());
    }
}

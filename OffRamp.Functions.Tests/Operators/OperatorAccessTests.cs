using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Operators;
using OffRamp.Functions.Tests.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class OperatorAccessTests
{
    [TestMethod]
    [DataRow("local-operator-key", "local")]
    [DataRow("key of ann", "ann")]
    [DataRow("key of bob", "bob")]
    public async Task A_key_says_who_operates(string key, string name)
    {
        await using var app = await StartAsync();

        using var answer = await GetAsync(app, ("X-Operator-Key", key));

        Assert.AreEqual(name, await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("wrong")]
    [DataRow("key of ann ")]
    public async Task Any_other_key_is_unauthorized(string key)
    {
        await using var app = await StartAsync();

        using var answer = await GetAsync(app, ("X-Operator-Key", key.TrimEnd() == "key of ann" ? "Key of ann" : key));

        Assert.AreEqual("OperatorKey", answer.Headers.WwwAuthenticate.Single().Scheme);
        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [TestMethod]
    public async Task Nothing_is_unauthorized()
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var answer = await GetAsync(app);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [TestMethod]
    public async Task A_signed_in_operator_may_operate_where_the_platform_signs_people_in()
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var answer = await GetAsync(app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf("operator")));

        Assert.AreEqual("ann@example.com", await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Elsewhere_anybody_could_send_that_header_and_it_counts_for_nothing()
    {
        await using var app = await StartAsync();

        using var answer = await GetAsync(app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf("operator")));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [TestMethod]
    public async Task A_signed_in_person_without_the_role_may_not()
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var answer = await GetAsync(app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf("reader")));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Forbidden, "forbidden");
    }

    [TestMethod]
    public async Task Who_only_reads_may_not_act()
    {
        await using var app = await StartAsync();

        using var answer = await ActAsync(app, ("X-Operator-Key", "key of bob"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Forbidden, "forbidden");
    }

    [TestMethod]
    [DataRow("viewer", null)]
    [DataRow("operator", "Operator")]
    [DataRow("approver", "Approver")]
    public async Task A_signed_in_persons_role_says_what_he_may_do(string role, string? acts)
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var read = await GetAsync(app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf(role)));
        using var act = await ActAsync(app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf(role)));

        Assert.AreEqual(HttpStatusCode.OK, read.StatusCode);
        Assert.AreEqual(acts, act.StatusCode == HttpStatusCode.Forbidden ? null : await act.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Another_site_cannot_act_for_a_signed_in_operator()
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var answer = await GetAsync(
            app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf("operator")), ("Sec-Fetch-Site", "cross-site"));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Forbidden, "forbidden");
    }

    [TestMethod]
    public async Task A_wrong_key_is_not_saved_by_a_principal()
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var answer = await GetAsync(app, ("X-MS-CLIENT-PRINCIPAL", PrincipalOf("operator")), ("X-Operator-Key", "wrong"));

        Assert.AreEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [TestMethod]
    [DataRow("not base64!")]
    [DataRow("e30=")]
    [DataRow("bnVsbA==")]
    [DataRow("eyJjbGFpbXMiOjV9")]
    public async Task A_broken_principal_is_unauthorized(string header)
    {
        await using var app = await StartAsync(("OFFRAMP_OPERATOR_AUTH", "entra"));

        using var answer = await GetAsync(app, ("X-MS-CLIENT-PRINCIPAL", header));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static Task<RunningApp> StartAsync(params (string, string?)[] changes)
    {
        var keys = $"ann:operator:{Secrets.Hash("key of ann")},bob:viewer:{Secrets.Hash("key of bob")}";
        var settings = TestSettings.Local([("OFFRAMP_OPERATOR_KEYS", keys), .. changes]);
        return TestHost.StartAsync<Whoami>(
            services => services.AddSingleton<ICallerAuthentication>(new OperatorAccess(settings, new(settings, TimeProvider.System), TimeProvider.System)));
    }

    private static Task<HttpResponseMessage> GetAsync(RunningApp app, params (string Name, string Value)[] headers) =>
        SendAsync(app, HttpMethod.Get, "/whoami", headers);

    private static Task<HttpResponseMessage> ActAsync(RunningApp app, params (string Name, string Value)[] headers) =>
        SendAsync(app, HttpMethod.Post, "/act", headers);

    private static Task<HttpResponseMessage> SendAsync(RunningApp app, HttpMethod method, string path, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return app.Client.SendAsync(request);
    }

    private static string PrincipalOf(string role) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = "aad",
        name_typ = "name",
        role_typ = "roles",
        claims = new[] { new { typ = "preferred_username", val = "ann@example.com" }, new { typ = "roles", val = role } },
    })));

    private sealed class Whoami
    {
        [Function("Whoami"), ForOperators]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "whoami")] HttpRequest request) =>
            Results.Text(request.HttpContext.Operator().Name);

        [Function("Act"), ForOperators]
        public static IResult Act([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "act")] HttpRequest request) =>
            Results.Text(request.HttpContext.Operator().Role.ToString());
    }
}

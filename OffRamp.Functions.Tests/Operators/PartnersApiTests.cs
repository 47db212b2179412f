using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class PartnersApiTests
{
    private AzuriteTables _tables = null!;
    private RunningApp _app = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _tables = await AzuriteTables.StartAsync();
        _app = await _tables.StartAppAsync();
        _app.Client.DefaultRequestHeaders.Add("X-Operator-Key", "local-operator-key");
    }

    [TestCleanup]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestMethod]
    public async Task A_new_partner_is_disabled_and_gets_its_token_once()
    {
        using var created = await _app.Client.PostAsJsonAsync("/ops/api/partners", new { name = "Shop" });
        var partner = await ReadAsync(created);
        var read = await _app.Client.GetFromJsonAsync<JsonElement>("/ops/api/partners/" + partner.Text("id"));

        Assert.AreEqual(HttpStatusCode.Created, created.StatusCode);
        StringAssert.StartsWith(partner.Text("id"), "par_");
        StringAssert.StartsWith(partner.Text("client_token"), "ot_test_");
        Assert.IsFalse(partner.GetProperty("offramp_enabled").GetBoolean());
        Assert.AreEqual("convert_actual", partner.GetProperty("policies").Text("underpaid"));
        Assert.IsFalse(read.TryGetProperty("client_token", out _));
        Assert.AreEqual("Shop", read.Text("name"));
    }

    [TestMethod]
    public async Task A_partner_is_what_the_operator_said()
    {
        using var created = await _app.Client.PostAsJsonAsync("/ops/api/partners", new
        {
            name = "Shop",
            offramp_enabled = true,
            allowed_origins = new[] { "https://shop.example", "http://localhost:3000", "capacitor://localhost" },
            limits = new { per_sell = "500", per_user_day = "1000.50" },
            policies = new { underpaid = "refund" },
            support = new { email = "help@shop.example", url = "https://shop.example/help" },
            margin = "0.50",
        });

        var partner = await ReadAsync(created);
        Assert.AreEqual("""{"email":"help@shop.example","url":"https://shop.example/help"}""", partner.GetProperty("support").GetRawText());
        Assert.AreEqual("0.5", partner.Text("margin"));
        Assert.IsTrue(partner.GetProperty("offramp_enabled").GetBoolean());
        Assert.AreEqual("1000.5", partner.GetProperty("limits").Text("per_user_day"));
        Assert.AreEqual("refund", partner.GetProperty("policies").Text("underpaid"));
        Assert.AreEqual(3, partner.GetProperty("allowed_origins").GetArrayLength());
    }

    [TestMethod]
    public async Task Every_problem_of_a_partner_is_listed()
    {
        using var answer = await _app.Client.PostAsJsonAsync("/ops/api/partners", new
        {
            offramp_enabled = "yes",
            allowed_origins = new[] { "https://shop.example/path", "http://shop.example" },
            limits = new { per_sell = "-1" },
            policies = new { underpaid = "keep" },
            support = new { email = "help", url = "javascript:alert(1)" },
        });

        var problem = await ProblemBody.ReadAsync(answer);
        Assert.AreEqual((422, "validation_failed"), (problem.Status, problem.Code));
        CollectionAssert.AreEqual(
            new[] { "name", "offramp_enabled", "allowed_origins[0]", "allowed_origins[1]", "limits.per_sell", "policies.underpaid", "support.email", "support.url" },
            problem.Errors.Select(e => e.Path).ToArray());
    }

    [TestMethod]
    public async Task A_change_leaves_what_it_does_not_name()
    {
        var id = (await CreateAsync()).Text("id");

        using var answer = await _app.Client.PatchAsJsonAsync(
            "/ops/api/partners/" + id, new { offramp_enabled = true, limits = new { per_sell = (string?)null }, policies = new { underpaid = "refund" } });

        var partner = await ReadAsync(answer);
        Assert.IsTrue(partner.GetProperty("offramp_enabled").GetBoolean());
        Assert.AreEqual("Shop", partner.Text("name"));
        Assert.AreEqual(JsonValueKind.Null, partner.GetProperty("limits").GetProperty("per_sell").ValueKind);
        Assert.AreEqual("1000", partner.GetProperty("limits").Text("per_user_day"));
        Assert.AreEqual("refund", partner.GetProperty("policies").Text("underpaid"));
    }

    [TestMethod]
    [DataRow("10.01", "out_of_range")]
    [DataRow("0.125", "invalid_amount")]
    [DataRow("-1", "invalid_amount")]
    [DataRow("half", "invalid_amount")]
    public async Task A_margin_that_cannot_be_one_is_refused(string margin, string code)
    {
        using var answer = await _app.Client.PostAsJsonAsync("/ops/api/partners", new { name = "Shop", margin });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    [DataRow("""{"support":{"url":null}}""", """{"email":"help@shop.example","url":null}""")]
    [DataRow("""{"support":{"email":null,"url":null}}""", "null")]
    [DataRow("""{"support":null}""", "null")]
    [DataRow("""{"name":"Other"}""", """{"email":"help@shop.example","url":"https://shop.example/help"}""")]
    public async Task A_partner_s_support_is_changed_part_by_part(string change, string expected)
    {
        using var created = await _app.Client.PostAsJsonAsync(
            "/ops/api/partners", new { name = "Shop", support = new { email = "help@shop.example", url = "https://shop.example/help" } });
        var id = (await ReadAsync(created)).Text("id");

        using var answer = await _app.Client.PatchAsync("/ops/api/partners/" + id, new StringContent(change, System.Text.Encoding.UTF8, "application/json"));

        Assert.AreEqual(expected, (await ReadAsync(answer)).GetProperty("support").GetRawText());
    }

    [TestMethod]
    public async Task A_rotation_gives_another_token()
    {
        var partner = await CreateAsync();

        using var answer = await _app.Client.PostAsync($"/ops/api/partners/{partner.Text("id")}/rotate_token", null);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreNotEqual(partner.Text("client_token"), (await ReadAsync(answer)).Text("client_token"));
    }

    [TestMethod]
    [DataRow("GET", "/ops/api/partners/par_01dem000000000000000000001")]
    [DataRow("GET", "/ops/api/partners/shop")]
    [DataRow("PATCH", "/ops/api/partners/par_01dem000000000000000000001")]
    [DataRow("POST", "/ops/api/partners/par_01dem000000000000000000001/rotate_token")]
    public async Task An_unknown_partner_is_not_found(string method, string path)
    {
        using var answer = await _app.Client.SendAsync(new(new(method), path) { Content = JsonContent.Create(new { }) });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    [TestMethod]
    public async Task What_operators_do_is_logged_newest_first_page_by_page()
    {
        var id = (await CreateAsync()).Text("id");
        (await _app.Client.PostAsync($"/ops/api/partners/{id}/rotate_token", null)).Dispose();

        var first = await _app.Client.GetFromJsonAsync<JsonElement>("/ops/api/audit?limit=1");
        var second = await _app.Client.GetFromJsonAsync<JsonElement>("/ops/api/audit?limit=1&cursor=" + first.Text("next_cursor"));

        Assert.IsTrue(first.GetProperty("has_more").GetBoolean());
        Assert.IsFalse(second.GetProperty("has_more").GetBoolean());
        Assert.AreEqual("partner.token_rotated", first.GetProperty("data")[0].Text("action"));
        Assert.AreEqual("partner.created", second.GetProperty("data")[0].Text("action"));
        Assert.AreEqual(("local", id), (second.GetProperty("data")[0].Text("operator"), second.GetProperty("data")[0].Text("subject")));
    }

    [TestMethod]
    [DataRow("limit=0", "out_of_range")]
    [DataRow("limit=101", "out_of_range")]
    [DataRow("limit=ten", "out_of_range")]
    [DataRow("limit=1&limit=2", "repeated")]
    [DataRow("cursor=abc", "invalid_cursor")]
    public async Task A_page_that_cannot_be_is_refused(string query, string code)
    {
        using var answer = await _app.Client.GetAsync("/ops/api/audit?" + query);

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, code);
    }

    [TestMethod]
    [DataRow("GET", "/ops/api/partners/par_01dem000000000000000000000")]
    [DataRow("POST", "/ops/api/partners")]
    [DataRow("GET", "/ops/api/audit")]
    public async Task Nobody_else_gets_in(string method, string path)
    {
        _app.Client.DefaultRequestHeaders.Clear();

        using var answer = await _app.Client.SendAsync(new(new(method), path));

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    private async Task<JsonElement> CreateAsync()
    {
        using var created = await _app.Client.PostAsJsonAsync(
            "/ops/api/partners", new { name = "Shop", limits = new { per_sell = "500", per_user_day = "1000" } });
        return await ReadAsync(created);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();
}

using System.Text;
using System.Text.Json;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Requests;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class JsonFieldsTests
{
    [TestMethod]
    public void All_problems_are_said_at_once()
    {
        var fields = Read("""{"name": 5, "type": "buy", "limits": {"per_sell": "1.2.3"}, "enabled": "yes", "count": 11}""");

        fields.Text("name", required: true);
        fields.Text("reference", required: true);
        fields.OneOf("type", ["sell"], code: "type_not_supported");
        fields.Object("limits")!.Amount("per_sell", Currency.EUR);
        fields.Boolean("enabled");
        fields.Integer("count", 1, 10);

        var problem = Problem(fields);
        Assert.AreEqual("validation_failed", problem.Code);
        CollectionAssert.AreEqual(
            new[]
            {
                "name invalid_type", "reference required", "type type_not_supported", "limits.per_sell invalid_amount",
                "enabled invalid_type", "count out_of_range",
            },
            problem.Errors.Select(e => $"{e.Path} {e.Code}").ToArray());
    }

    [TestMethod]
    public void A_single_problem_gives_the_answer_its_code()
    {
        var fields = Read("""{"type": "buy"}""");

        fields.OneOf("type", ["sell"], code: "type_not_supported");

        Assert.AreEqual("type_not_supported", Problem(fields).Code);
    }

    [TestMethod]
    public void An_empty_text_is_an_absent_one()
    {
        var fields = Read("""{"name": "", "code": ""}""");

        Assert.AreEqual((null, null, false), (fields.Text("name"), fields.OneOf("code", ["a"]), fields.IsGiven("name")));
        Assert.IsFalse(fields.Problems.Any);
        fields.Text("name", required: true);
        Assert.AreEqual("too_short", Problem(fields).Code);
    }

    [TestMethod]
    [DataRow("usdt")]
    [DataRow("USDT")]
    public void A_code_is_read_in_any_case(string code) =>
        Assert.AreEqual("USDT", Read($$"""{"asset": "{{code}}"}""").OneCodeOf("asset", ["USDC", "USDT"], required: true));

    [TestMethod]
    [DataRow("a\\nb", "invalid_characters")]
    [DataRow("\\u0000", "invalid_characters")]
    public void Text_has_limits(string text, string code)
    {
        var fields = Read($$"""{"name": "{{text}}"}""");

        Assert.IsNull(fields.Text("name"));

        Assert.AreEqual(code, Problem(fields).Code);
    }

    [TestMethod]
    public void Characters_are_counted_and_not_their_halves()
    {
        var fields = Read(JsonSerializer.Serialize(new { fits = string.Concat(Enumerable.Repeat("😀", 255)), over = new string('x', 256) }));

        Assert.IsNotNull(fields.Text("fits"));
        Assert.IsNull(fields.Text("over"));

        Assert.AreEqual("over", Problem(fields).Errors.Single().Path);
    }

    [TestMethod]
    [DataRow("\"250.5\"", "250.5")]
    [DataRow("\"0.000001\"", "0.000001")]
    public void An_amount_is_a_decimal_text(string json, string expected) =>
        Assert.AreEqual(expected, Read($$"""{"amount": {{json}}}""").Amount("amount", Currency.USDT)!.Value.ToString());

    [TestMethod]
    [DataRow("250.5", "invalid_type")]
    [DataRow("\"-1\"", "invalid_amount")]
    [DataRow("\"1e3\"", "invalid_amount")]
    [DataRow("\"0.0000001\"", "invalid_amount")]
    [DataRow("\"0\"", "out_of_range")]
    [DataRow("\"0.00\"", "out_of_range")]
    public void Any_other_amount_is_a_problem(string json, string code)
    {
        var fields = Read($$"""{"amount": {{json}}}""");

        Assert.IsNull(fields.Amount("amount", Currency.USDT));

        Assert.AreEqual(code, Problem(fields).Code);
    }

    [TestMethod]
    [DataRow("https://shop.example/back?a=b")]
    [DataRow("http://localhost:3000/back")]
    [DataRow("http://127.0.0.1/back")]
    public void A_return_address_is_secure_or_on_this_machine(string url) =>
        Assert.IsNotNull(Read($$"""{"return_url": "{{url}}"}""").ReturnUrl("return_url"));

    [TestMethod]
    [DataRow("http://shop.example/back")]
    [DataRow("javascript:alert(1)")]
    [DataRow("//shop.example")]
    [DataRow("/back")]
    [DataRow("https://user:pass@shop.example/")]
    [DataRow("https://")]
    public void Any_other_return_address_is_a_problem(string url)
    {
        var fields = Read($$"""{"return_url": "{{url}}"}""");

        Assert.IsNull(fields.ReturnUrl("return_url"));

        Assert.AreEqual("invalid_url", Problem(fields).Code);
    }

    [TestMethod]
    public void Metadata_is_pairs_of_texts()
    {
        var fields = Read("""{"metadata": {"order": "1", "empty": "", "bad": 5, "": "x"}}""");

        var texts = fields.Texts("metadata", maximumKeys: 50, keyLength: 40, valueLength: 500);

        Assert.AreEqual("1", texts!["order"]);
        Assert.AreEqual("", texts["empty"]);
        CollectionAssert.AreEqual(
            new[] { "metadata.bad invalid_type", "metadata. too_short" },
            Problem(fields).Errors.Select(e => $"{e.Path} {e.Code}").ToArray());
    }

    [TestMethod]
    public void Metadata_has_a_limit()
    {
        var fields = Read(JsonSerializer.Serialize(new { metadata = Enumerable.Range(0, 51).ToDictionary(i => $"k{i}", _ => "v") }));

        fields.Texts("metadata", maximumKeys: 50, keyLength: 40, valueLength: 500);

        Assert.AreEqual("too_many", Problem(fields).Code);
    }

    [TestMethod]
    [DataRow("2026-11-21T06:25:31Z", true)]
    [DataRow("2026-11-21T06:25:31.123456+02:00", true)]
    [DataRow("2026-11-21T06:25:31", false)]
    [DataRow("2026-11-21", false)]
    [DataRow("yesterday", false)]
    public void A_time_says_where_it_is(string text, bool accepted) =>
        Assert.AreEqual(accepted, Read($$"""{"at": "{{text}}"}""").Time("at") is not null);

    private static Problem Problem(JsonFields fields) => Assert.ThrowsExactly<ProblemException>(fields.ThrowIfInvalid).Problem;

    private static JsonFields Read(string json) =>
        new(RequestBody.ParseJson(Encoding.UTF8.GetBytes(json))!.Value, "", new());
}

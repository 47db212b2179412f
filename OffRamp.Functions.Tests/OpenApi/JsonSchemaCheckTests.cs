using System.Text.Json.Nodes;

namespace OffRamp.Functions.Tests.OpenApi;

/// <summary>The check that every other test relies on finds what is wrong.</summary>
[TestClass]
public sealed class JsonSchemaCheckTests
{
    private static readonly JsonNode Problem = JsonNode.Parse("""{"$ref":"#/components/schemas/Problem"}""")!;
    private static readonly JsonNode Deposit = JsonNode.Parse("""{"$ref":"#/components/schemas/Deposit"}""")!;

    [TestMethod]
    public void What_is_as_described_has_no_fault() => Assert.AreEqual("", Faults(Deposit, _ => { }));

    [TestMethod]
    [DataRow("amount", "250", "type")]
    [DataRow("status", "\"lost\"", "enum")]
    [DataRow("seen_at", "\"2030-01-01T12:00:00+00:00\"", "format")]
    [DataRow("seen_at", "\"soon\"", "format")]
    [DataRow("log_index", "3000000000", "format")]
    [DataRow("log_index", "1.5", "type")]
    [DataRow("colour", "\"red\"", "additionalProperties")]
    public void A_wrong_value_and_a_property_too_many_are_faults(string name, string value, string broken)
    {
        var faults = Faults(Deposit, deposit => deposit[name] = JsonNode.Parse(value));

        Assert.Contains(name, faults);
        Assert.IsTrue(broken == "additionalProperties" || faults.Contains(broken, StringComparison.Ordinal), faults);
    }

    [TestMethod]
    public void What_is_missing_is_a_fault() => Assert.Contains("tx_hash", Faults(Deposit, deposit => deposit.Remove("tx_hash")));

    [TestMethod]
    public void What_is_no_object_at_all_is_a_fault() => Assert.AreNotEqual("", string.Join(';', JsonSchemaCheck.Faults("text", Problem)));

    private static string Faults(JsonNode schema, Action<JsonObject> change)
    {
        var deposit = JsonNode.Parse("""
            {"id":"dep_01kc8zmn3xf7g8h9jakbmcndpe_1","tx_hash":"ab","log_index":0,"amount":"250","status":"seen","confirmations":1,
             "seen_at":"2030-01-01T12:00:00Z","confirmed_at":null}
            """)!.AsObject();
        change(deposit);
        return string.Join(';', JsonSchemaCheck.Faults(deposit, schema));
    }
}

using System.Text.Json;
using OffRamp.DurableTask;

namespace OffRamp.Functions.Tests.DurableTask;

[TestClass]
public sealed class ActivityTests
{
    private sealed record Step(string Phase, decimal Amount, DateTimeOffset Until);

    private enum Colour
    {
        DarkRed,
    }

    public static IEnumerable<object?[]> Texts =>
    [
        ["hello"], [""], ["\"in quotes\""], ["\""], ["null"], ["{\"a\":1}"], ["12"], ["line\nbreak \\ and ünïcode"],
    ];

    [TestMethod]
    [TestCategory("Trap 5")]
    [DynamicData(nameof(Texts))]
    public void Text_survives_both_layers(string text)
    {
        var asRecorded = JsonSerializer.Serialize(DurableJson.Write(text));

        Assert.AreEqual(text, DurableJson.ReadActivityResult<string>(asRecorded));
    }

    [TestMethod]
    [DataRow("\"hello\"", "hello")]
    [DataRow("\"null\"", "null")]
    [DataRow("\"12\"", "12")]
    [DataRow("null", null)]
    [DataRow(null, null)]
    [DataRow("", null)]
    public void Plain_text_of_other_workers_is_read(string? recorded, string? expected) =>
        Assert.AreEqual(expected, DurableJson.ReadActivityResult<string>(recorded));

    [TestMethod]
    [TestCategory("Trap 16")]
    public void Record_is_read_in_both_forms()
    {
        var step = new Step("paid", 12.50m, new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)));
        var text = DurableJson.Write(step)!;

        Assert.AreEqual(step, DurableJson.ReadActivityResult<Step>(text));
        Assert.AreEqual(step, DurableJson.ReadActivityResult<Step>(JsonSerializer.Serialize(text)));
    }

    [TestMethod]
    public void Values_written_as_json_strings_are_read_in_both_forms()
    {
        AssertBoth(Guid.Parse("697bbb20-b14b-5988-bb20-ea3068c4aa99"));
        AssertBoth(Guid.Parse("11111111-b14b-5988-bb20-ea3068c4aa99"));
        AssertBoth(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        AssertBoth(TimeSpan.FromMinutes(10));
        AssertBoth(Colour.DarkRed);
        AssertBoth(7);
        AssertBoth(true);

        static void AssertBoth<T>(T value)
        {
            var text = DurableJson.Write(value)!;
            Assert.AreEqual(value, DurableJson.ReadActivityResult<T>(text));
            Assert.AreEqual(value, DurableJson.ReadActivityResult<T>(JsonSerializer.Serialize(text)));
        }
    }

    [TestMethod]
    [TestCategory("Trap 16")]
    public void Json_is_camel_case_with_enums_by_name_and_unescaped_quotes()
    {
        var text = DurableJson.Write(new { OrderId = "a\"b", Shade = Colour.DarkRed, Nothing = (string?)null });

        Assert.AreEqual("{\"orderId\":\"a\\\"b\",\"shade\":\"darkRed\",\"nothing\":null}", text);
    }

    [TestMethod]
    public void Unreadable_result_fails_the_call_not_the_worker()
    {
        var instance = InstanceDriver.Of<object?, int>((context, _) => context.CallActivityAsync<int>("A"));

        instance.Begin().Turn(InstanceDriver.Completed(0, "{\"not\":\"a number\"}"));

        StringAssert.Contains(instance.LastMeaning, "The result of 'A' (#0) cannot be read as Int32.");
    }

    [TestMethod]
    public async Task Activity_gets_its_input_and_caller()
    {
        var registry = new DurableTaskRegistry().AddActivityFunc<Step, string>(
            "Pay", (context, step) => Task.FromResult($"{context.Name} {context.InstanceId} {step.Amount}"));
        var input = DurableJson.Write(new Step("x", 1.5m, default));

        var result = await new ActivityRunner(registry).RunAsync(new("PAY", "sell_1"), input, NoServices.Instance);

        Assert.AreEqual("\"PAY sell_1 1.5\"", result);
    }

    [TestMethod]
    public async Task Activity_without_result_gives_none()
    {
        var registry = new DurableTaskRegistry().AddActivityFunc<string?, string?>("Echo", (_, input) => Task.FromResult(input));
        var runner = new ActivityRunner(registry);

        Assert.IsNull(await runner.RunAsync(new("Echo", "i"), null, NoServices.Instance));
        Assert.IsNull(await runner.RunAsync(new("Echo", "i"), "null", NoServices.Instance));
    }

    [TestMethod]
    public async Task Unknown_activity_is_refused()
    {
        var runner = new ActivityRunner(new DurableTaskRegistry());

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => runner.RunAsync(new("Nobody", "i"), null, NoServices.Instance));
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}

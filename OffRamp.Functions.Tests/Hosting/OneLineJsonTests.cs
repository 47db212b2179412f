using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class OneLineJsonTests
{
    [TestMethod]
    public void A_line_has_its_values_and_those_of_its_scopes()
    {
        var scopes = new LoggerExternalScopeProvider();
        using var request = scopes.Push(new LogScope("request_id", "req_1"));
        using var sell = scopes.Push(new LogScope("sell_id", "sell_1"));

        var line = Write("It took {Seconds} s of {Limit}", scopes, null, 5, "60");

        Assert.AreEqual("It took 5 s of 60", line.GetProperty("message").GetString());
        Assert.AreEqual("warning", line.GetProperty("level").GetString());
        Assert.AreEqual(5, line.GetProperty("seconds").GetInt32());
        Assert.AreEqual("60", line.GetProperty("limit").GetString());
        Assert.AreEqual("req_1", line.GetProperty("request_id").GetString());
        Assert.AreEqual("sell_1", line.GetProperty("sell_id").GetString());
    }

    [TestMethod]
    public void A_value_cannot_take_the_place_of_the_line_s_own()
    {
        var line = Write("{Level} {Message} {Level}", new LoggerExternalScopeProvider(), null, "error", "none", "error");

        Assert.AreEqual("warning", line.GetProperty("level").GetString());
        Assert.AreEqual(1, line.EnumerateObject().Count(p => p.Name == "level"));
    }

    [TestMethod]
    public void Line_breaks_stay_within_the_line()
    {
        var line = Write("Said {Text}", new LoggerExternalScopeProvider(), new InvalidOperationException("a\nb"), "x\n{\"level\":\"error\"}");

        StringAssert.Contains(line.GetProperty("exception").GetString(), "a\nb");
    }

    private static JsonElement Write(string template, LoggerExternalScopeProvider scopes, Exception? exception, params object[] values)
    {
        var entries = new List<string>();
        var log = new CapturingLogger((level, state, error, format) =>
        {
            var writer = new StringWriter();
            new OneLineJson().Write(new LogEntry<object?>(level, "Test", default, state, error, format), scopes, writer);
            entries.Add(writer.ToString());
        });
#pragma warning disable CA1848, CA2254 // any template and any values
        log.LogWarning(exception, template, values);
#pragma warning restore CA1848, CA2254
        Assert.AreEqual(1, entries.Single().TrimEnd('\n').Split('\n').Length, "one line");
        return JsonDocument.Parse(entries.Single()).RootElement;
    }

    private sealed class CapturingLogger(Action<LogLevel, object?, Exception?, Func<object?, Exception?, string>> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            write(logLevel, state, exception, (s, e) => formatter((TState)s!, e));
    }
}

using Microsoft.Extensions.Logging;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>Hears what would wake somebody up.</summary>
internal sealed class Alarms : ILoggerProvider, ILogger
{
    /// <summary>A sell's, and those of a provider that refuses us, is silent, or gives an address twice; of a chain.</summary>
    private static readonly int[] AlarmIds = [911, 941, 942, 943, .. Enumerable.Range(951, 49)];

    private readonly List<string> heard = [];

    public IReadOnlyList<string> Heard(string sellId)
    {
        lock (heard)
        {
            return [.. heard.Where(line => line.Contains(sellId, StringComparison.Ordinal))];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (AlarmIds.Contains(eventId.Id))
        {
            lock (heard)
            {
                heard.Add(formatter(state, exception));
            }
        }
    }

    public void Dispose()
    {
    }
}

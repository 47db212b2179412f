namespace OffRamp.LocalHost;

/// <summary>Log lines for a terminal: level, part, sentence.</summary>
internal sealed class LineLog(Action<string> sink) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Line(categoryName, sink);

    public void Dispose()
    {
        // The sink is the caller's.
    }

    private sealed class Line(string part, Action<string> sink) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            sink($"{(logLevel == LogLevel.Warning ? "warning" : "error")} [{part}] {formatter(state, exception)}{(exception is null ? "" : " " + exception)}");
    }
}

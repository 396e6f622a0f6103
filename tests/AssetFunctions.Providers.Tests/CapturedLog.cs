using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests;

/// <summary>Captures all log entries, with exceptions.</summary>
sealed class CapturedLog : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> _lines = new();
    readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Message)> _events = new();

    public string Text => string.Join('\n', _lines);

    /// <summary>Levels of the events with an id, in order.</summary>
    public IEnumerable<LogLevel> Levels(int id) => _events.Where(logged => logged.Id.Id == id).Select(logged => logged.Level);

    /// <summary>Messages of the events of that name, in order.</summary>
    public IEnumerable<string> Messages(string name) => _events.Where(logged => logged.Id.Name == name).Select(logged => logged.Message);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        _events.Enqueue((logLevel, eventId, message));
        _lines.Enqueue($"{logLevel}: {message} {exception}");
    }

    public void Dispose()
    {
    }
}

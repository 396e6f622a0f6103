using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Tests.Hosting;

/// <summary>Captures log events.</summary>
sealed class CapturedEvents
{
    readonly ConcurrentQueue<(EventId Id, string Message)> _events = new();

    public IReadOnlyCollection<(EventId Id, string Message)> Events => _events;

    public ILogger<T> Create<T>() => new Logger<T>(_events);

    sealed class Logger<T>(ConcurrentQueue<(EventId Id, string Message)> events) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            events.Enqueue((eventId, formatter(state, exception)));
    }
}

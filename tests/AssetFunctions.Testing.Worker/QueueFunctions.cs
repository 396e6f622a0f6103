using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Testing.Worker;

/// <summary>Queue-triggered functions with scripted behaviour, on queues named by settings.</summary>
public sealed class QueueFunctions(Script script)
{
    /// <summary>Runs the message as a script.</summary>
    [Function("Work")]
    [QueueOutput("%Output%")]
    public Task<string[]> WorkAsync([QueueTrigger("%Input%")] QueueMessage message, CancellationToken cancellationToken)
        => script.RunAsync(message.Body.ToString(), message.DequeueCount, cancellationToken);

    /// <summary>Sends the text on.</summary>
    [Function("Echo")]
    [QueueOutput("%Output%")]
    public string? Echo([QueueTrigger("%EchoInput%")] string text) => text.Length > 0 ? text : null;

    /// <summary>Sends to two queues.</summary>
    [Function("Fork")]
    public Forked Fork([QueueTrigger("%ForkInput%")] string text) => new() { One = $"{text} for one", Many = [$"{text} 1", $"{text} 2"] };
}

public sealed class Forked
{
    [QueueOutput("%Output%")]
    public string? One { get; init; }

    [QueueOutput("%SecondOutput%")]
    public string[]? Many { get; init; }
}

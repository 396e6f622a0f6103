using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>Sees every storage request of an app and may make one fail.</summary>
sealed class WireLog : HttpPipelinePolicy
{
    readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Throws in place of sending when it holds for the method and path of a request.</summary>
    public Func<string, bool> Fails { get; init; } = static _ => false;

    /// <summary>Method and path of each request, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>How many requests changed or read messages of the queue by the method.</summary>
    public int Count(string method, TestQueue queue)
        => Requests.Count(request => request.StartsWith($"{method} /devstoreaccount1/{queue.Name}/messages", StringComparison.Ordinal));

    public void Attach(QueueClientOptions options) => options.AddPolicy(this, HttpPipelinePosition.PerCall);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message);
        return ProcessNextAsync(message, pipeline);
    }

    void Note(HttpMessage message)
    {
        var request = $"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath}";
        _requests.Enqueue(request);
        if (Fails(request))
        {
            throw new RequestFailedException("The connection broke.");
        }
    }
}

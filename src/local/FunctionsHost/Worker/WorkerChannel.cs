using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>The message channel to one worker process.</summary>
sealed class WorkerChannel(string id, WorkerLog log)
{
    readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, string> _invocations = new(StringComparer.Ordinal);
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _closed;

    public string Id => id;

    /// <summary>Completes when the worker has opened the stream.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Whether the worker or this host has closed the channel.</summary>
    public bool IsClosed => _closed;

    /// <summary>Exchanges messages until the worker has ended.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        _connected.TrySetResult();
        var sending = SendAsync(writer, cancellationToken);
        try
        {
            while (await reader.MoveNext(cancellationToken))
            {
                Receive(reader.Current);
            }
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException or RpcException)
        {
            // The process has ended; its pending requests fail below.
        }
        finally
        {
            Close();
            await sending;
        }
    }

    /// <summary>Fails all pending requests.</summary>
    public void Close()
    {
        _closed = true;
        _outgoing.Writer.TryComplete();
        foreach (var request in _requests.Values)
        {
            request.TrySetException(Lost());
        }
    }

    /// <summary>Sends a message and returns the worker's response to it.</summary>
    /// <exception cref="WorkerException">The worker has ended.</exception>
    public async Task<StreamingMessage> RequestAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        message.RequestId = Guid.NewGuid().ToString();
        return await ExchangeAsync(message.RequestId, message).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a function. Cancellation is forwarded to it; the invocation ends with the function, or with its process.
    /// </summary>
    /// <exception cref="WorkerException">The function failed, or its process ended.</exception>
    /// <exception cref="OperationCanceledException">The function stopped after cancellation.</exception>
    public async Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        _invocations[request.InvocationId] = function;
        try
        {
            var exchange = ExchangeAsync(request.InvocationId, new StreamingMessage { InvocationRequest = request });
            await using var cancellation = cancellationToken.Register(
                () => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }));
            var response = (await exchange).InvocationResponse;
            response.Result.ThrowIfFailed(cancellationToken);
            return response;
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Requests a graceful exit of the worker.</summary>
    public void Terminate(TimeSpan gracePeriod)
        => Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(gracePeriod) } });

    async Task<StreamingMessage> ExchangeAsync(string key, StreamingMessage message)
    {
        var response = _requests[key] = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            Send(message);
            return _closed ? throw Lost() : await response.Task;
        }
        finally
        {
            _requests.TryRemove(key, out _);
        }
    }

    void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    async Task SendAsync(IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await writer.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception ex) when (ex is OperationCanceledException or InvalidOperationException or IOException or RpcException)
        {
            // The reader notices the end of the worker too, and closes the channel.
        }
    }

    void Receive(StreamingMessage message)
    {
        if (message.Log is { } entry)
        {
            log.Write(entry, _invocations.GetValueOrDefault(entry.InvocationId));
        }
        else if (_requests.TryGetValue(message.InvocationResponse?.InvocationId ?? message.RequestId, out var request))
        {
            request.TrySetResult(message);
        }
    }

    static WorkerException Lost() => new("The worker process has ended.");
}

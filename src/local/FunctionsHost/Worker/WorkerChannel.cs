using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>The conversation with one worker process.</summary>
sealed class WorkerChannel(string id, WorkerLog log)
{
    readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, string> _invocations = new(StringComparer.Ordinal);
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _closed;

    public string Id => id;

    /// <summary>Ends when the worker has opened the stream.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Whether the worker has ended the conversation, or this host has.</summary>
    public bool IsClosed => _closed;

    /// <summary>Exchanges messages until the worker is gone.</summary>
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
            // The process is gone; what it still owed fails below.
        }
        finally
        {
            Close();
            await sending;
        }
    }

    /// <summary>Fails everything the worker has not finished.</summary>
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
    /// <exception cref="WorkerException">The worker is gone.</exception>
    public async Task<StreamingMessage> RequestAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        message.RequestId = Guid.NewGuid().ToString();
        return await ExchangeAsync(message.RequestId, message).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a function. Cancellation is passed on to it; the invocation ends when the function has ended, or its process.
    /// </summary>
    /// <exception cref="WorkerException">The function failed, or its process ended.</exception>
    /// <exception cref="OperationCanceledException">The function gave up after cancellation.</exception>
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

    /// <summary>Lets the worker end itself.</summary>
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
            // The reading side notices the end of the worker too and ends the conversation.
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

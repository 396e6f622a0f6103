using System.Collections.Concurrent;
using System.Threading.Channels;
using AssetFunctions.Local.FunctionsHost.Rpc;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>The conversation with one worker process.</summary>
sealed class WorkerChannel(string id, WorkerLog log)
{
    const string HostVersion = "4.1037.0";

    readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _requests = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Invocation> _invocations = new(StringComparer.Ordinal);
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    /// <summary>Ends when the worker has opened the stream.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Exchanges messages until the worker is gone.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _connected.TrySetResult();
        var sending = SendAsync(writer, ended.Token);
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
            await ended.CancelAsync();
            await sending;
            Close();
        }
    }

    /// <summary>Fails everything the worker has not finished.</summary>
    public void Close()
    {
        _closed.TrySetResult();
        foreach (var request in _requests.Values)
        {
            request.TrySetException(Lost());
        }

        foreach (var invocation in _invocations.Values)
        {
            invocation.Response.TrySetException(Lost());
        }
    }

    /// <returns>The worker's capabilities.</returns>
    public async Task<IReadOnlyDictionary<string, string>> InitializeAsync(string appDirectory, CancellationToken cancellationToken)
    {
        var response = await RequestAsync(
            new StreamingMessage
            {
                WorkerInitRequest = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = appDirectory, FunctionAppDirectory = appDirectory },
            },
            cancellationToken);
        Check(response.WorkerInitResponse.Result);
        return response.WorkerInitResponse.Capabilities;
    }

    public async Task<IReadOnlyList<WorkerFunction>> GetFunctionsAsync(string appDirectory, CancellationToken cancellationToken)
    {
        var response = await RequestAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = appDirectory } },
            cancellationToken);
        Check(response.FunctionsMetadataResponse.Result);
        return [.. response.FunctionsMetadataResponse.Functions.Select(metadata => new WorkerFunction(metadata))];
    }

    public async Task LoadAsync(WorkerFunction function, CancellationToken cancellationToken)
    {
        var response = await RequestAsync(
            new StreamingMessage
            {
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata },
            },
            cancellationToken);
        Check(response.FunctionLoadResponse.Result);
    }

    /// <summary>
    /// Runs a function. Cancellation is passed on to it; the invocation ends when the function has ended, or its process.
    /// </summary>
    /// <exception cref="WorkerException">The function failed, or its process ended.</exception>
    /// <exception cref="OperationCanceledException">The function gave up after cancellation.</exception>
    public async Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(function);
        _invocations[request.InvocationId] = invocation;
        try
        {
            Send(new StreamingMessage { InvocationRequest = request });
            await using var cancellation = cancellationToken.Register(
                () => Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }));
            if (_closed.Task.IsCompleted)
            {
                throw Lost();
            }

            var response = await invocation.Response.Task;
            if (response.Result?.Status is StatusResult.Types.Status.Cancelled)
            {
                throw new OperationCanceledException(response.Result.Exception?.Message, cancellationToken);
            }

            Check(response.Result);
            return response;
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to end itself.</summary>
    public void Terminate(TimeSpan gracePeriod)
        => Send(new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(gracePeriod) } });

    async Task<StreamingMessage> RequestAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var response = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[message.RequestId] = response;
        Send(message);
        return await response.Task.WaitAsync(cancellationToken);
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
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.Log:
                var running = _invocations.GetValueOrDefault(message.Log.InvocationId);
                log.Write(message.Log, running?.Function);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                _invocations.GetValueOrDefault(message.InvocationResponse.InvocationId)?.Response.TrySetResult(message.InvocationResponse);
                break;
            default:
                if (_requests.TryRemove(message.RequestId, out var request))
                {
                    request.TrySetResult(message);
                }

                break;
        }
    }

    static void Check(StatusResult? result)
    {
        if (result?.Status is not StatusResult.Types.Status.Success)
        {
            throw WorkerException.From(result?.Exception);
        }
    }

    static WorkerException Lost() => new("The worker process ended during the invocation.");

    sealed record Invocation(string Function)
    {
        public TaskCompletionSource<InvocationResponse> Response { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

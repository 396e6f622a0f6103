using System.Collections.Concurrent;
using Grpc.Core;

namespace AssetFunctions.Local.FunctionsHost.Rpc;

/// <summary>The gRPC service for workers. Connects each stream with the channel that was opened for its worker.</summary>
sealed class WorkerGateway : FunctionRpc.FunctionRpcBase
{
    readonly ConcurrentDictionary<string, WorkerChannel> _channels = new(StringComparer.Ordinal);
    Uri? _address;

    /// <summary>The address that workers connect to; set once the server listens.</summary>
    public Uri Address
    {
        get => _address ?? throw new InvalidOperationException("The gateway is not listening yet.");
        set => _address = value;
    }

    /// <summary>Opens a channel for a worker that is about to start.</summary>
    public WorkerChannel Open(WorkerLog log)
    {
        var channel = new WorkerChannel(Guid.NewGuid().ToString(), log);
        _channels[channel.Id] = channel;
        return channel;
    }

    public void Close(WorkerChannel channel)
    {
        _channels.TryRemove(channel.Id, out _);
        channel.Close();
    }

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (await requestStream.MoveNext(context.CancellationToken)
            && requestStream.Current.StartStream?.WorkerId is { } id
            && _channels.TryRemove(id, out var channel))
        {
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
            return;
        }

        throw new RpcException(new Status(StatusCode.InvalidArgument, "The stream must start with the id of a worker of this host."));
    }
}

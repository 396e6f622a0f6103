using System.Net.Sockets;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>A worker that has described its functions.</summary>
/// <param name="HttpAddress">Address of the worker's own web server; null without ASP.NET Core integration.</param>
sealed record WorkerInstance(WorkerProcess Process, WorkerChannel Channel, IReadOnlyList<WorkerFunction> Functions, string? HttpAddress) : IAsyncDisposable
{
    const string HostVersion = "4.1037.0";
    const string HttpCapability = "HttpUri";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    // A worker that cannot start closes its connection before it has written the reason.
    static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="HostException">The worker ended, or was not ready in time.</exception>
    public static async Task<WorkerInstance> StartAsync(WorkerApp app, WorkerGateway gateway, WorkerLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var channel = gateway.Open(log);
        var process = WorkerProcess.Start(app.Path, channel.Id, gateway.Address, log);
        using var timeout = new CancellationTokenSource(StartTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var exit = process.WaitForExitAsync(limit.Token);
            var starting = HandshakeAsync(app, process, channel, time, limit.Token);
            await Task.WhenAny(exit, starting);
            return exit.IsCompletedSuccessfully ? throw new HostException(process.LastOutput) : await starting;
        }
        catch (Exception ex)
        {
            if (channel.IsClosed)
            {
                limit.CancelAfter(EndTimeout);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var lastOutput = process.LastOutput;
            gateway.Close(channel);
            await process.DisposeAsync();
            throw ex switch
            {
                HostException => ex,
                OperationCanceledException when cancellationToken.IsCancellationRequested => ex,
                OperationCanceledException => new HostException($"The worker {app.Path} was not ready after {StartTimeout.TotalSeconds:F0} seconds. {lastOutput}".TrimEnd(), ex),
                _ => new HostException($"The worker {app.Path} could not start: {ex.FirstLine()} {lastOutput}".TrimEnd(), ex),
            };
        }
    }

    /// <summary>Loads the functions, so that they can be invoked.</summary>
    public Task LoadAsync(IEnumerable<string> functions, CancellationToken cancellationToken)
        => Task.WhenAll(functions.Select(async name =>
        {
            var metadata = Find(name).Metadata;
            var request = new FunctionLoadRequest { FunctionId = metadata.FunctionId, Metadata = metadata };
            var response = await Channel.RequestAsync(new StreamingMessage { FunctionLoadRequest = request }, cancellationToken);
            response.FunctionLoadResponse.Result.ThrowIfFailed(cancellationToken);
        }));

    /// <inheritdoc cref="WorkerChannel.InvokeAsync"/>
    public Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        request.FunctionId = Find(function).Metadata.FunctionId;
        return Channel.InvokeAsync(function, request, cancellationToken);
    }

    /// <summary>Requests a graceful exit, and kills the worker after the grace period.</summary>
    public async Task StopAsync(TimeSpan gracePeriod, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(gracePeriod, time);
        Channel.Terminate(gracePeriod);
        await Task.WhenAny(Process.WaitForExitAsync(timeout.Token));
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Channel.Close();
    }

    WorkerFunction Find(string name)
        => Functions.FirstOrDefault(function => function.Name == name) ?? throw new WorkerException($"The worker has no function {name}.");

    static async Task<WorkerInstance> HandshakeAsync(
        WorkerApp app, WorkerProcess process, WorkerChannel channel, TimeProvider time, CancellationToken cancellationToken)
    {
        await channel.Connected.WaitAsync(cancellationToken);
        var init = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = app.Directory, FunctionAppDirectory = app.Directory };
        var initialized = (await channel.RequestAsync(new StreamingMessage { WorkerInitRequest = init }, cancellationToken)).WorkerInitResponse;
        initialized.Result.ThrowIfFailed(cancellationToken);
        var query = new FunctionsMetadataRequest { FunctionAppDirectory = app.Directory };
        var described = (await channel.RequestAsync(new StreamingMessage { FunctionsMetadataRequest = query }, cancellationToken)).FunctionsMetadataResponse;
        described.Result.ThrowIfFailed(cancellationToken);
        var functions = described.Functions.Select(metadata => new WorkerFunction(metadata)).ToList();
        var address = initialized.Capabilities.GetValueOrDefault(HttpCapability);
        if (address is not null)
        {
            await WaitUntilListeningAsync(new Uri(address), time, cancellationToken);
        }

        process.MarkStarted();
        return new WorkerInstance(process, channel, functions, address);
    }

    // The worker reports its address before its server listens there.
    static async Task WaitUntilListeningAsync(Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(ProbeInterval, time, cancellationToken);
            }
        }
    }
}

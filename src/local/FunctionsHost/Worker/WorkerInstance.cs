using System.Net.Sockets;
using AssetFunctions.Local.FunctionsHost.Hosting;
using AssetFunctions.Local.FunctionsHost.Rpc;

namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>A worker that has been started and described its functions.</summary>
sealed class WorkerInstance : IAsyncDisposable
{
    const string HttpCapability = "HttpUri";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(20);

    readonly Dictionary<string, string> _functionIds;
    readonly WorkerChannel _channel;

    WorkerInstance(WorkerProcess process, WorkerChannel channel, IReadOnlyList<WorkerFunction> functions, string? httpAddress)
    {
        Process = process;
        _channel = channel;
        Functions = functions;
        HttpAddress = httpAddress;
        _functionIds = functions.ToDictionary(function => function.Name, function => function.Metadata.FunctionId, StringComparer.Ordinal);
    }

    public WorkerProcess Process { get; }

    public IReadOnlyList<WorkerFunction> Functions { get; }

    /// <summary>Where the worker itself serves HTTP; null when it has no ASP.NET Core integration.</summary>
    public string? HttpAddress { get; }

    /// <exception cref="HostException">The worker ended, or was not ready in time.</exception>
    public static async Task<WorkerInstance> StartAsync(WorkerApp app, WorkerGateway gateway, WorkerLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var channel = gateway.Open(log);
        var process = WorkerProcess.Start(app.Path, channel.Id, gateway.Address, log);
        try
        {
            using var timeout = new CancellationTokenSource(StartTimeout, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            var ended = process.WaitForExitAsync(limit.Token);
            var starting = HandshakeAsync(app, process, channel, time, limit.Token);
            try
            {
                if (await Task.WhenAny(ended, starting) == starting)
                {
                    return await starting;
                }
            }
            catch (WorkerException ex) when (!process.HasExited)
            {
                throw new HostException($"The worker {app.Path} could not start: {ex.Message}", ex);
            }
            catch (WorkerException)
            {
            }

            await ended;
            throw new HostException(process.LastLines is { Length: > 0 } lines
                ? lines
                : $"The worker {app.Path} ended with code {process.ExitCode} before it was ready.");
        }
        catch (Exception ex)
        {
            gateway.Close(channel);
            var lines = process.LastLines;
            await process.DisposeAsync();
            if (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new HostException(
                    $"The worker {app.Path} was not ready after {StartTimeout.TotalSeconds:F0} seconds.{(lines.Length > 0 ? Environment.NewLine + lines : "")}", ex);
            }

            throw;
        }
    }

    /// <summary>Makes the functions ready to be invoked.</summary>
    public Task LoadAsync(IEnumerable<WorkerFunction> functions, CancellationToken cancellationToken)
        => Task.WhenAll(functions.Select(function => _channel.LoadAsync(function, cancellationToken)));

    /// <inheritdoc cref="WorkerChannel.InvokeAsync"/>
    public Task<InvocationResponse> InvokeAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        request.FunctionId = _functionIds.GetValueOrDefault(function)
            ?? throw new WorkerException($"The worker no longer has the function {function}.");
        return _channel.InvokeAsync(function, request, cancellationToken);
    }

    /// <summary>Ends when the process has ended and its invocations have failed.</summary>
    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        await Process.WaitForExitAsync(cancellationToken);
        _channel.Close();
    }

    /// <summary>Lets the worker end by itself, within the grace period.</summary>
    public async Task StopAsync(TimeSpan gracePeriod, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(gracePeriod, time);
        _channel.Terminate(gracePeriod);
        try
        {
            await Process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _channel.Close();
    }

    static async Task<WorkerInstance> HandshakeAsync(
        WorkerApp app, WorkerProcess process, WorkerChannel channel, TimeProvider time, CancellationToken cancellationToken)
    {
        await channel.Connected.WaitAsync(cancellationToken);
        var capabilities = await channel.InitializeAsync(app.Directory, cancellationToken);
        var functions = await channel.GetFunctionsAsync(app.Directory, cancellationToken);
        var httpAddress = capabilities.GetValueOrDefault(HttpCapability);
        if (httpAddress is not null)
        {
            await WaitUntilListeningAsync(new Uri(httpAddress), time, cancellationToken);
        }

        process.MarkStarted();
        return new WorkerInstance(process, channel, functions, httpAddress);
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

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using AssetFunctions.Local.FunctionsHost.Engine;
using AssetFunctions.Local.FunctionsHost.Http;
using AssetFunctions.Local.FunctionsHost.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Starts web server, worker and engine in this order, and stops them in the reverse one.</summary>
sealed class FunctionsHost(HostSetup setup, TimeProvider time) : IAsyncDisposable
{
    static readonly TimeSpan DrainPeriod = TimeSpan.FromSeconds(5);
    static readonly TimeSpan WorkerGracePeriod = TimeSpan.FromSeconds(2);

    readonly long _started = Stopwatch.GetTimestamp();
    readonly WebApplication _web = WebServer.Build(setup, time);
    EngineHost? _engine;

    WorkerSupervisor Workers => _web.Services.GetRequiredService<WorkerSupervisor>();

    FunctionEndpoints Endpoints => _web.Services.GetRequiredService<FunctionEndpoints>();

    /// <returns>The exit code of the process.</returns>
    /// <exception cref="HostException">The host cannot start, or cannot go on.</exception>
    public static async Task<int> RunAsync(HostOptions options)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var host = new FunctionsHost(HostSetup.Load(options), TimeProvider.System);
        try
        {
            await host.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it started.
        }

        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The worker goes first: the web server waits for its connection.
        await Workers.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await _web.DisposeAsync();
    }

    async Task RunAsync(CancellationToken stopping)
    {
        var port = await WebServer.StartAsync(_web, setup, stopping);
        var all = await Workers.StartAsync(stopping);
        if (setup.Options.List)
        {
            Console.WriteLine(JsonSerializer.Serialize(all.Select(function => new { name = function.Name, trigger = function.Trigger.Type })));
            return;
        }

        var functions = FunctionSelection.Select(all, setup);
        await StorageCheck.RunAsync(setup.Configuration, functions, stopping);
        await Workers.LoadAsync(functions, stopping);
        var engine = await StartEngineAsync(functions, stopping);
        Open(functions, engine);
        Console.WriteLine(Describe(functions, port));
        await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, time, stopping), Workers.Failure, engine.Failure);
        await StopAsync(engine);
        await Task.WhenAll(new[] { Workers.Failure, engine.Failure }.Where(task => task.IsFaulted));
    }

    async Task<EngineHost> StartEngineAsync(IReadOnlyList<WorkerFunction> functions, CancellationToken stopping)
    {
        try
        {
            var services = _web.Services;
            var invoker = new FunctionInvoker(functions, Workers, services.GetRequiredService<WorkerForwarder>());
            _engine = new EngineHost(
                setup.App, setup.Configuration, functions, setup.Options.MessageLease, invoker, Workers.Restart, services.GetRequiredService<ILoggerFactory>());
            await _engine.StartAsync(stopping);
            return _engine;
        }
        catch (Exception ex) when (ex is not (OperationCanceledException or HostException))
        {
            throw new HostException($"The functions cannot run: {ex.GetBaseException().Message}", ex);
        }
    }

    void Open(IReadOnlyList<WorkerFunction> functions, EngineHost engine)
    {
        try
        {
            Endpoints.Open(functions.Where(function => function.IsHttp), setup.Configuration.GetHostSection("extensions:http:routePrefix").Value, engine);
        }
        catch (RoutePatternException ex)
        {
            throw new HostException($"The route '{ex.Pattern}' is not valid: {ex.Message}", ex);
        }
    }

    async Task StopAsync(EngineHost engine)
    {
        await Task.WhenAll(Endpoints.DrainAsync(DrainPeriod, time), engine.StopAsync(DrainPeriod, time));
        await Workers.StopAsync(WorkerGracePeriod);
    }

    string Describe(IReadOnlyList<WorkerFunction> functions, int port)
    {
        var prefix = setup.Configuration.GetHostSection("extensions:http:routePrefix").Value ?? "api";
        return $"Host started in {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1} s: {Count(WorkerFunction.Queue)} queue, "
            + $"{Count(WorkerFunction.Timer)} timer and {Count(WorkerFunction.Http)} HTTP functions on http://127.0.0.1:{port}/{prefix}";

        int Count(string trigger) => functions.Count(function => function.Trigger.Is(trigger));
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Starts the web server, the worker and the engine in this order, and stops them in reverse.</summary>
sealed class FunctionsHost(HostSetup setup, WebApplication web, TimeProvider time)
{
    // Storage on a busy machine may need seconds for the writes that end a function.
    static readonly TimeSpan DrainPeriod = TimeSpan.FromSeconds(10);

    readonly long _started = Stopwatch.GetTimestamp();
    readonly WorkerSupervisor _workers = web.Services.GetRequiredService<WorkerSupervisor>();
    readonly FunctionEndpoints _endpoints = web.Services.GetRequiredService<FunctionEndpoints>();

    /// <returns>The exit code of the process.</returns>
    /// <exception cref="HostException">The host cannot start, or cannot continue.</exception>
    public static async Task<int> RunAsync(HostOptions options)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var setup = HostSetup.Load(options);
        await using var web = WebServer.Build(setup, TimeProvider.System);
        var host = new FunctionsHost(setup, web, TimeProvider.System);
        try
        {
            await host.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped during startup.
        }
        finally
        {
            // Before the web server, which would wait for the worker's connection.
            await host._workers.StopAsync();
        }

        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    async Task RunAsync(CancellationToken stopping)
    {
        var port = await WebServer.StartAsync(web, setup, stopping);
        var all = await _workers.StartAsync(stopping);
        if (setup.Options.List)
        {
            Console.WriteLine(JsonSerializer.Serialize(all.Select(function => new { name = function.Name, trigger = function.Trigger.Type })));
            return;
        }

        var functions = FunctionSelection.Select(all, setup);
        await StorageCheck.RunAsync(setup.Configuration, functions, stopping);
        var engine = await StartEngineAsync(functions, stopping);
        Console.WriteLine($"Host started in {Stopwatch.GetElapsedTime(_started).TotalSeconds:F1} s: {Count(FunctionBinding.QueueTrigger)} queue, "
            + $"{Count(FunctionBinding.TimerTrigger)} timer and {Count(FunctionBinding.HttpTrigger)} HTTP functions on http://127.0.0.1:{port}/{setup.RoutePrefix}");
        var ended = await Task.WhenAny(Task.Delay(Timeout.InfiniteTimeSpan, time, stopping), _workers.Watching, engine.Failure);
        await Task.WhenAll(_endpoints.DrainAsync(DrainPeriod, time), engine.StopAsync(DrainPeriod, time));
        await ended;

        int Count(string trigger) => functions.Count(function => function.Trigger.Is(trigger));
    }

    async Task<EngineHost> StartEngineAsync(IReadOnlyList<WorkerFunction> functions, CancellationToken stopping)
    {
        try
        {
            await _workers.LoadAsync(functions, stopping);
            var invoker = new FunctionInvoker(functions, _workers, web.Services.GetRequiredService<WorkerForwarder>());
            var engine = new EngineHost(setup, functions, invoker.InvokeAsync, _workers.Restart, web.Services.GetRequiredService<ILoggerFactory>());
            await engine.StartAsync(stopping);
            _endpoints.Open(functions.Where(function => function.IsHttp), setup.RoutePrefix, engine);
            return engine;
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            throw new HostException($"The functions cannot run: {ex.FirstLine()}", ex);
        }
    }
}

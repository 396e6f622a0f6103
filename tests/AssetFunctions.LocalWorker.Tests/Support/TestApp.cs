using AssetFunctions.LocalWorker.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>An app of the given functions, built and started as Program.cs would.</summary>
sealed class TestApp : IAsyncDisposable
{
    /// <summary>The app's host.json unless a test gives its own: text messages, quick polling, no delay after failure.</summary>
    public const string QuickHostJson = """
        { "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.2", "maxDequeueCount": 3 } } }
        """;

    readonly IHost _host;

    TestApp(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static async Task<TestApp> StartAsync(WorkerOptions options, Action<FunctionsApplicationBuilder>? configure = null, params string[] args)
    {
        var builder = new FunctionsApplicationBuilder(args, options);
        builder.Logging.ClearProviders();
        configure?.Invoke(builder);
        var app = new TestApp(builder.Build());
        try
        {
            await app._host.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>An app whose function does what the probe says.</summary>
    public static Task<TestApp> StartAsync(WorkerOptions options, Probe probe)
        => StartAsync(options, builder => builder.Services.AddSingleton(probe));

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

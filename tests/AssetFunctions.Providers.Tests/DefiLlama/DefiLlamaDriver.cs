using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.DefiLlama;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.DefiLlama;

/// <summary>The DefiLlama client as a host registers it, talking to the simulator over HTTP, without a limit on calls and without retries unless a test sets them.</summary>
sealed class DefiLlamaDriver : IAsyncDisposable
{
    public const string Key = "llama_test_0123456789abcdef";

    readonly ServiceProvider _services;

    DefiLlamaDriver(PriceSimulator server, TimeProvider clock, IEnumerable<(string Name, string Value)> settings)
    {
        Server = server;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach (var (name, value) in settings)
        {
            configuration[name] = value;
        }

        _services = new ServiceCollection()
            .AddSingleton(clock)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddDefiLlamaPrices(configuration)
            .BuildServiceProvider();
    }

    public PriceSimulator Server { get; }

    public CapturedLog Log { get; } = new();

    /// <summary>The requested ids of every call.</summary>
    public IReadOnlyList<string[]> Calls => [.. Server.Requests.Select(request => request.Path[(request.Path.LastIndexOf('/') + 1)..].Split(','))];

    /// <param name="key">Key that the server requires, or null for the free service.</param>
    public static async Task<DefiLlamaDriver> StartAsync(TimeProvider? clock = null, string? key = null, params (string Name, string Value)[] settings)
    {
        var time = clock ?? TimeProvider.System;
        var server = await PriceSimulator.StartAsync(key, time);
        return new DefiLlamaDriver(
            server, time, [("DefiLlama:BaseAddress", server.Address.ToString()), ("DefiLlama:ApiKey", key ?? string.Empty), ("DefiLlama:CallsPerSecond", string.Empty), ("DefiLlama:MaxRetries", "0"), .. settings]);
    }

    public Task<ProviderResult> FetchAsync(IReadOnlyCollection<AssetKey> assets, CancellationToken cancellationToken = default) =>
        _services.GetRequiredService<IPriceProvider>().FetchPricesAsync(assets, cancellationToken);

    public async Task<PriceSet> FetchSetAsync(params IReadOnlyCollection<AssetKey> assets) =>
        Assert.IsType<ProviderResult.Served<PriceSet>>(await FetchAsync(assets)).Value;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using AssetFunctions.Cosmos;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Redis;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>What a sync of some wallets cost.</summary>
/// <param name="Counted">Requests as the database counted them.</param>
/// <param name="WallTime">From the first message to the end of the last run.</param>
sealed record SyncCost(MeterSnapshot Counted, TimeSpan WallTime)
{
    public long Requests => Counted.DataRequests;

    public double RequestUnits => Counted.Rows.Where(row => row.IsData).Sum(row => row.RequestUnits);

    public long RequestsTo(string container) => Counted.Rows.Where(row => row.IsData && row.Container == container).Sum(row => row.Requests);
}

/// <summary>
/// Instances of the app in one process, as far as the subject goes: real phases, cache and stores, the real SDK, a local database that counts.
/// The queues between the stages are channels with the parallelism of the host.
/// </summary>
sealed class Fleet : IAsyncDisposable, IPositionProvider
{
    readonly LocalCosmosServer _server;
    readonly ServiceProvider[] _instances;
    readonly StageQueues _queues;
    readonly Func<string, IReadOnlyList<ProviderPosition>> _positions;
    int _round;

    Fleet(LocalCosmosServer server, int instances, TimeProvider clock, Func<string, IReadOnlyList<ProviderPosition>> positions, IReadOnlyDictionary<string, string?> settings)
    {
        _server = server;
        _positions = positions;
        _queues = new StageQueues();
        _instances = [.. Enumerable.Range(0, instances).Select(_ => Compose(clock, settings))];
    }

    public string Name => "zerion";

    public LocalCosmosServer Server => _server;

    /// <param name="instances">Instances that share the queues but no memory.</param>
    /// <param name="clock">Time of the app.</param>
    /// <param name="holdings">What the provider answers for a wallet.</param>
    /// <param name="settings">App settings beyond the defaults.</param>
    public static async Task<Fleet> StartAsync(
        int instances, TimeProvider clock, Func<string, IReadOnlyList<ProviderPosition>> positions, params (string Key, string? Value)[] settings)
    {
        var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0 });
        var fleet = new Fleet(server, instances, clock, positions, settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal));
        foreach (var instance in fleet._instances)
        {
            await instance.GetRequiredService<CosmosResources>().EnsureCreatedAsync(default);
            fleet._queues.Start(instance);
        }

        return fleet;
    }

    /// <summary>Syncs wallets, all requested at once, and waits for the end of their runs.</summary>
    /// <exception cref="InvalidOperationException">A run did not complete.</exception>
    public async Task<SyncCost> SyncAsync(params IEnumerable<string> wallets)
    {
        var requests = wallets.ToList();
        var before = _server.Meter.Snapshot();
        var completed = _queues.Completed;
        var started = Stopwatch.GetTimestamp();
        _round++;
        await _queues.ProcessAsync(requests.Select(wallet => MessageCodec.Encode(
            new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = $"r{_round}" })));
        var wallTime = Stopwatch.GetElapsedTime(started);
        return _queues.Completed - completed == requests.Count
            ? new SyncCost(_server.Meter.Snapshot() - before, wallTime)
            : throw new InvalidOperationException($"{_queues.Completed - completed} of {requests.Count} runs completed. {_queues.LastFault}");
    }

    /// <summary>Counts what the registry holds.</summary>
    public async Task<int> CountAssetsAsync()
    {
        using var client = new CosmosClient(_server.ConnectionString, new CosmosClientOptions { ConnectionMode = ConnectionMode.Gateway, LimitToEndpoint = true });
        using var query = client.GetContainer("assets", "registry").GetItemQueryIterator<int>("SELECT VALUE COUNT(1) FROM c WHERE IS_DEFINED(c.contractAddress)");
        return (await query.ReadNextAsync()).Single();
    }

    public Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new ProviderResult.Served<PositionSet>(new PositionSet
        {
            Provider = Name,
            Rows = _positions(wallet),
            Skipped = new Dictionary<SkipReason, int>(),
        }));

    public async ValueTask DisposeAsync()
    {
        await _queues.DisposeAsync();
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    ServiceProvider Compose(TimeProvider clock, IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Cosmos:ConnectionString", (string?)_server.ConnectionString)])
            .AddInMemoryCollection(settings)
            .Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IMeterFactory, InMemoryMeters>();
        services.AddSingleton(clock);
        services.AddSingleton<IPositionProvider>(this);
        services.AddSingleton<IMessageSender>(_queues);
        services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(_queues.Summaries);
        services.AddSingleton<INetworkCatalog, NoNetworkCatalog>();
        services.AddAssetSync(configuration).UseCosmos().UseRedis();
        return services.BuildServiceProvider();
    }
}

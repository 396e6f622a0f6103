using System.Diagnostics;
using System.Diagnostics.Metrics;
using AssetFunctions.Cosmos;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Redis;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
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

    public double UnitsTo(string container) => Counted.Rows.Where(row => row.IsData && row.Container == container).Sum(row => row.RequestUnits);
}

/// <summary>How a fleet is set up.</summary>
sealed record FleetOptions
{
    /// <summary>Instances that share the queues but no memory.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>Provider of the price refresh, or null for a fleet without one.</summary>
    public IPriceProvider? Prices { get; init; }

    /// <summary>Whether the database has the time of the app rather than that of the machine: its documents expire by it, and carry it.</summary>
    public bool SharesClock { get; init; }

    /// <summary>App settings beyond the defaults.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
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

    Fleet(LocalCosmosServer server, TimeProvider clock, Func<string, IReadOnlyList<ProviderPosition>> positions, FleetOptions options)
    {
        _server = server;
        _positions = positions;
        _queues = new StageQueues();
        _instances = [.. Enumerable.Range(0, options.Instances).Select(_ => Compose(clock, options))];
    }

    public string Name => "zerion";

    public LocalCosmosServer Server => _server;

    /// <summary>The first instance.</summary>
    public IServiceProvider Services => _instances[0];

    /// <summary>What the runs reported at their ends.</summary>
    public SummaryCounter Summaries => _queues.Summaries;

    /// <param name="instances">Instances that share the queues but no memory.</param>
    /// <param name="clock">Time of the app.</param>
    /// <param name="holdings">What the provider answers for a wallet.</param>
    /// <param name="settings">App settings beyond the defaults.</param>
    public static Task<Fleet> StartAsync(
        int instances, TimeProvider clock, Func<string, IReadOnlyList<ProviderPosition>> positions, params (string Key, string? Value)[] settings) =>
        StartAsync(clock, positions, new FleetOptions
        {
            Instances = instances,
            Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal),
        });

    /// <param name="clock">Time of the app.</param>
    /// <param name="positions">What the provider responds with for a wallet.</param>
    public static async Task<Fleet> StartAsync(TimeProvider clock, Func<string, IReadOnlyList<ProviderPosition>> positions, FleetOptions options)
    {
        var server = await LocalCosmosServer.StartAsync(new LocalCosmosOptions { Port = 0, Clock = options.SharesClock ? clock : TimeProvider.System });
        var fleet = new Fleet(server, clock, positions, options);
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
        await ReadTablesAsync();
        var completed = Summaries.Completed;
        var cost = await MeasureAsync(() => RequestAsync(requests));
        return Summaries.Completed - completed == requests.Count
            ? cost
            : throw new InvalidOperationException($"{Summaries.Completed - completed} of {requests.Count} runs completed. {_queues.LastFault}");
    }

    /// <summary>Requests runs without waiting for them.</summary>
    public Task RequestAsync(IEnumerable<string> wallets)
    {
        var runId = $"r{++_round}";
        return _queues.SendAllAsync(wallets.Select(wallet => new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = runId }), default);
    }

    /// <summary>Does some work and waits until nothing is left of the messages that it sent and what they led to.</summary>
    public async Task<SyncCost> MeasureAsync(Func<Task> work)
    {
        var before = _server.Meter.Snapshot();
        var started = Stopwatch.GetTimestamp();
        await _queues.ProcessAsync(work);
        return new SyncCost(_server.Meter.Snapshot() - before, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Reads what every instance reads twice a minute while it is used: overrides and price checks. It serves all runs, and belongs to none.</summary>
    public Task<SyncCost> ReadTablesAsync() =>
        MeasureAsync(() => Task.WhenAll(_instances.Select(async instance =>
        {
            var table = instance.GetRequiredService<TrustTable>();
            await table.GetAsync(default);
            await table.WaitAsync();
        })));

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

    ServiceProvider Compose(TimeProvider clock, FleetOptions options)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Cosmos:ConnectionString", (string?)_server.ConnectionString)])
            .AddInMemoryCollection(options.Settings)
            .Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IMeterFactory, InMemoryMeters>();
        services.AddSingleton(clock);
        services.AddSingleton<IPositionProvider>(this);
        if (options.Prices is { } prices)
        {
            services.AddSingleton(prices);
        }

        services.AddSingleton<IMessageSender>(_queues);
        services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(_queues.Summaries);
        services.AddSingleton<INetworkCatalog, NoNetworkCatalog>();
        services.AddAssetSync(configuration).UseCosmos().UseRedis();
        return services.BuildServiceProvider();
    }
}

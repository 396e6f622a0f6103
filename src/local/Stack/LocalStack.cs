using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack;

/// <summary>Everything a local run needs, started and stopped together: storage emulator, database, provider, Redis for several apps, function apps.</summary>
sealed partial class LocalStack : IAsyncDisposable
{
    /// <summary>The key that the provider simulator accepts.</summary>
    public const string SimulatorKey = "zk_simulator";

    const int ApiPort = 7071;

    /// <summary>The observer's application name, by which the database counts its reads separately.</summary>
    const string ObserverName = "Observer";

    // The longest polling interval of an idle listener, and so the longest wait before each stage of a run.
    const string MaxPollingInterval = "00:00:00.100";

    const string EveryMinute = "0 * * * * *";
    const string OnceAYear = "0 0 0 1 1 *";

    // Every ten minutes, halfway between the syncs. Prices stored by the previous sync must be stale by then.
    const string PriceSchedule = "0 5-59/10 * * * *";
    const string WarmSchedule = "0 15,45 * * * *";
    const string PriceThreshold = "240";

    // Instances that start together share the processors, and a worker that starts too slowly ends its host.
    static readonly int MaxStarting = Math.Max(2, System.Environment.ProcessorCount);

    readonly Stack<IAsyncDisposable> _parts;
    readonly List<FunctionApp> _apps = [];

    readonly RepositoryPaths _paths;
    readonly StackOptions _options;
    readonly TimeProvider _clock;
    readonly LocalCosmosServer? _cosmos;
    readonly string _databaseConnectionString;
    readonly int _apiPort;
    FunctionApp? _observer;
    int _started;

    LocalStack(
        RepositoryPaths paths, StackOptions options, Stack<IAsyncDisposable> parts, Azurite storage, LocalCosmosServer? cosmos, DatabaseProcess? database, TimeProvider clock)
    {
        _paths = paths;
        _options = options;
        _parts = parts;
        _clock = clock;
        _cosmos = cosmos;
        _databaseConnectionString = database?.ConnectionString ?? cosmos!.ConnectionString;
        Storage = storage;
        Database = database;
        _apiPort = Loopback.ChoosePort(options.UseUsualPorts ? ApiPort : 0);
    }

    /// <summary>The database in this process.</summary>
    public LocalCosmosServer Cosmos => _cosmos ?? throw new InvalidOperationException("The database runs in a process of its own.");

    /// <summary>The database in a process of its own, or null when it runs in this one.</summary>
    public DatabaseProcess? Database { get; }

    public Azurite Storage { get; }

    public string StorageConnectionString => Storage.ConnectionString;

    public required Uri Provider { get; init; }

    /// <summary>The Redis that the function apps share, or null when there is only one of them.</summary>
    public required RedisServer? Redis { get; init; }

    /// <summary>The provider simulator, or null with a live provider.</summary>
    public required ProviderSimulator? Simulator { get; init; }

    /// <summary>The price simulator, or null with a live provider, where prices are live too.</summary>
    public required PriceSimulator? Prices { get; init; }

    /// <summary>The address of the HTTP API, which a replacement of the instance keeps.</summary>
    public Uri Api => FunctionApp.AddressOf(_apiPort);

    /// <summary>Address at which runs are followed.</summary>
    public Uri Observer => _observer?.Api ?? Api;

    /// <summary>The instances that take part in runs, without an observer.</summary>
    public IReadOnlyList<FunctionApp> Apps => _apps;

    /// <summary>Errors that the instances logged, for information only.</summary>
    public LoggedErrors Errors { get; } = new();

    /// <exception cref="StackException">A part cannot start.</exception>
    public static async Task<LocalStack> StartAsync(
        RepositoryPaths paths, StackOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (((string[])[options.FunctionApp ?? paths.FunctionApp, paths.FunctionsHost]).FirstOrDefault(program => !File.Exists(program)) is { } missing)
        {
            throw new StackException($"The function app is not built: {missing} is missing (infra/local/run.sh builds it).");
        }

        var parts = new Stack<IAsyncDisposable>();
        try
        {
            var azurite = await Azurite.StartAsync(
                new AzuriteOptions(paths.LocalInfrastructure, options.DataDirectory, options.KeepQueues, options.UseUsualPorts), clock, cancellationToken);
            parts.Push(azurite);
            Directory.CreateDirectory(options.DataDirectory);
            var (cosmos, database) = await StartDatabaseAsync(paths, options, parts, clock, cancellationToken);
            var redis = options.SharesRedis ? await RedisServer.StartAsync(options.DataDirectory, options.UseUsualPorts, cancellationToken) : null;
            if (redis is not null)
            {
                parts.Push(redis);
            }

            var simulator = options.Provider.IsLive ? null : await StartSimulatorAsync(paths, options.Quota, parts, clock);
            var prices = options.Provider.IsLive ? null : await StartPricesAsync(parts, clock);
            var stack = new LocalStack(paths, options, parts, azurite, cosmos, database, clock)
            {
                Redis = redis,
                Provider = simulator?.Address ?? new Uri(options.Provider.BaseAddress ?? "https://api.zerion.io/"),
                Simulator = simulator,
                Prices = prices,
            };
            await stack.StartAppsAsync(cancellationToken);
            parts.Push(StackState.Announce(options.DataDirectory, stack.Api, database?.Endpoint ?? cosmos!.Endpoint));
            return stack;
        }
        catch
        {
            await DisposeAsync(parts);
            throw;
        }
    }

    /// <summary>Describes an instance that ended by itself, or null while all run.</summary>
    public async Task<string?> DescribeDeadAppAsync() => _apps.Find(app => app.HasExited) is { } dead ? await dead.DescribeEndAsync() : null;

    /// <summary>The database's counts so far, without the reads of the observer.</summary>
    public MeterSnapshot CountOfRuns() => Cosmos.Meter.Snapshot().Without(ObserverName);

    public ValueTask DisposeAsync() => DisposeAsync(_parts);

    static async ValueTask DisposeAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    async Task StartAppsAsync(CancellationToken cancellationToken)
    {
        foreach (var starting in (await PlanAsync(cancellationToken)).Chunk(MaxStarting))
        {
            var apps = Array.ConvertAll(starting, plan => Start(plan.Functions, plan.IsObserver));
            await Task.WhenAll(apps.Select(app => app.WaitUntilRunningAsync(cancellationToken)));
        }
    }

    /// <returns>The functions of each instance, null for all, and whether it is the observer.</returns>
    async Task<IEnumerable<(string? Functions, bool IsObserver)>> PlanAsync(CancellationToken cancellationToken)
    {
        if (_options.IsFlex)
        {
            // The instance of the HTTP functions takes no part in runs, so it is the observer too.
            var groups = await FunctionGroups.ListAsync(_paths.FunctionsHost, _options.FunctionApp ?? _paths.FunctionApp, Environment(), cancellationToken);
            return groups.Select(group => ((string?)group, group == FunctionApp.Http));
        }

        var instances = Enumerable.Repeat(((string?)null, false), _options.Instances);
        return _options.HasObserver ? instances.Append((FunctionApp.Http, true)) : instances;
    }

    /// <summary>Starts one more instance that runs all functions.</summary>
    /// <param name="program">Program of the function app when it differs from that of the other instances, or null.</param>
    /// <exception cref="StackException">The instance does not start.</exception>
    public async Task<FunctionApp> StartAppAsync(CancellationToken cancellationToken, string? program = null)
    {
        var app = Start(functions: null, program: program);
        await app.WaitUntilRunningAsync(cancellationToken);
        return app;
    }

    /// <summary>Kills an instance, as the loss of its machine would.</summary>
    public Task CrashAsync(FunctionApp app)
    {
        _apps.Remove(app);
        return app.KillAsync();
    }

    FunctionApp Start(string? functions, bool isObserver = false, string? program = null)
    {
        // The API port belongs to the first instance, and after its crash to the next one.
        var port = _apps.TrueForAll(app => app.Port != _apiPort) ? _apiPort : Loopback.ChoosePort(0);
        var environment = Environment();
        if (isObserver)
        {
            environment["Cosmos__ApplicationName"] = ObserverName;
        }

        var log = Path.Combine(_options.DataDirectory, $"app-{++_started}.log");
        var app = FunctionApp.Start(_paths.FunctionsHost, program ?? _options.FunctionApp ?? _paths.FunctionApp, port, functions, _options.MessageLease, environment, log, Receive, _clock);
        _parts.Push(app);
        _observer = isObserver ? app : _observer;
        if (!isObserver || _options.IsFlex)
        {
            _apps.Add(app);
        }

        return app;
    }

    void Receive(string line)
    {
        Errors.Receive(line);
        _options.OnLine?.Invoke(line);
    }

    Dictionary<string, string?> Environment()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = StorageConnectionString,
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = MaxPollingInterval,
            ["SyncSchedule"] = _options.ScheduledWallets.Count > 0 ? EveryMinute : OnceAYear,
            ["PriceRefreshSchedule"] = PriceSchedule,
            ["MarketRefreshSchedule"] = OnceAYear,
            ["WarmRedisSchedule"] = WarmSchedule,
            ["Cosmos__ConnectionString"] = _databaseConnectionString,
            ["Redis__ConnectionString"] = Redis?.ConnectionString ?? string.Empty,
            ["Zerion__BaseAddress"] = Provider.ToString(),
            ["Zerion__ApiKey"] = _options.Provider.ApiKey ?? SimulatorKey,
        };
        if (Prices is not null)
        {
            environment["DefiLlama__BaseAddress"] = Prices.Address.ToString();
            environment["Sync__Pricing__ThresholdSeconds"] = PriceThreshold;
        }

        foreach (var (name, value) in _options.Settings)
        {
            environment[name] = value;
        }

        return environment;
    }
}

using System.Globalization;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Stack.Processes;
using AssetFunctions.Local.Stack.Replay;

namespace AssetFunctions.Local.Stack;

/// <summary>Where positions come from in a local run.</summary>
/// <param name="ApiKey">Key of the live provider, or null to replay the sample pages.</param>
/// <param name="BaseAddress">Address of the live provider, or null for its default.</param>
sealed record ProviderChoice(string? ApiKey, string? BaseAddress)
{
    public bool IsLive => ApiKey is not null;
}

/// <summary>How the stack is set up.</summary>
/// <param name="Instances">Function app processes.</param>
/// <param name="KeepQueues">Whether queued messages outlive the stack.</param>
/// <param name="Provider">Where positions come from.</param>
/// <param name="ScheduledWallets">Wallets that will be registered; without any the timer does not tick.</param>
/// <param name="DataDirectory">Takes logs and kept data.</param>
sealed record StackOptions(int Instances, bool KeepQueues, ProviderChoice Provider, IReadOnlyList<string> ScheduledWallets, string DataDirectory)
{
    /// <summary>Whether the database outlives the stack.</summary>
    public bool KeepDatabase { get; init; } = true;

    /// <summary>Whether the usual ports are taken where they are free, so that tools find the stack.</summary>
    public bool UseUsualPorts { get; init; } = true;

    /// <summary>Quota of the replay provider.</summary>
    public ReplayQuota Quota { get; init; } = new();

    /// <summary>Settings of the function apps beyond those the stack needs itself, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Everything a local run needs, started together and ended together: storage emulator, database, provider, Redis for several apps, function apps.</summary>
sealed class LocalStack : IAsyncDisposable
{
    const string ReplayKey = "zk_replay";
    const int CosmosPort = 8081;
    const int ApiPort = 7071;

    const string EveryMinute = "0 * * * * *";
    const string OnceAYear = "0 0 0 1 1 *";

    // As often, half way between the syncs. A price that the sync before has stored must count as old by then.
    const string PriceSchedule = "0 5-59/10 * * * *";
    const string PriceThreshold = "240";

    readonly Stack<IAsyncDisposable> _parts = new();
    readonly List<ChildProcess> _apps = [];
    readonly List<Uri> _apis = [];

    readonly RepositoryPaths _paths;
    readonly StackOptions _options;
    readonly Action<int, string> _onLine;
    readonly string _providerKey;
    readonly int _apiPort;
    ChildProcess? _apiApp;
    int _started;

    LocalStack(RepositoryPaths paths, StackOptions options, string providerKey, Action<int, string> onLine)
    {
        _paths = paths;
        _options = options;
        _providerKey = providerKey;
        _onLine = onLine;
        _apiPort = Loopback.ChoosePort(options.UseUsualPorts ? ApiPort : 0);
    }

    public required LocalCosmosServer Cosmos { get; init; }

    public required string StorageConnectionString { get; init; }

    public required Uri Provider { get; init; }

    /// <summary>The Redis that the function apps share, or null where there is only one of them.</summary>
    public required RedisServer? Redis { get; init; }

    /// <summary>The replay provider, or null in front of a live one.</summary>
    public required ReplayProvider? Replay { get; init; }

    /// <summary>The replayed source of prices, or null in front of a live provider, beside which prices are live too.</summary>
    public required ReplayPrices? Prices { get; init; }

    /// <summary>Where one of the function apps serves the HTTP API, also after it was replaced.</summary>
    public Uri Api => AddressOf(_apiPort);

    /// <summary>Where each function app that was started serves the HTTP API.</summary>
    public IReadOnlyList<Uri> Apis => _apis;

    /// <summary>The function app processes that are meant to run.</summary>
    public IReadOnlyList<ChildProcess> Apps => _apps;

    /// <param name="onLine">Receives every line a function app writes, with the number of the app from 1.</param>
    /// <exception cref="StackException">A part cannot start.</exception>
    public static async Task<LocalStack> StartAsync(
        RepositoryPaths paths, StackOptions options, Action<int, string> onLine, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!File.Exists(paths.FunctionApp))
        {
            throw new StackException($"The function app is not built: {paths.FunctionApp} is missing (infra/local/run.sh builds it).");
        }

        var parts = new Stack<IAsyncDisposable>();
        try
        {
            var azurite = await Azurite.StartAsync(paths, options, clock, cancellationToken);
            parts.Push(azurite);
            Directory.CreateDirectory(options.DataDirectory);
            var cosmos = await LocalCosmosServer.StartAsync(
                new LocalCosmosOptions
                {
                    Port = options.UseUsualPorts ? Loopback.ChoosePort(CosmosPort) : 0,
                    DataFile = options.KeepDatabase ? Path.Combine(options.DataDirectory, "cosmos.db") : null,
                    Clock = clock,
                },
                cancellationToken);
            parts.Push(cosmos);
            var redis = options.Instances > 1 ? await RedisServer.StartAsync(options, clock, cancellationToken) : null;
            if (redis is not null)
            {
                parts.Push(redis);
            }

            var replay = options.Provider.IsLive ? null : await StartReplayAsync(paths, options.Quota, parts, clock);
            var prices = options.Provider.IsLive ? null : await StartPricesAsync(parts, clock);
            var stack = new LocalStack(paths, options, options.Provider.ApiKey ?? ReplayKey, onLine)
            {
                Cosmos = cosmos,
                StorageConnectionString = azurite.ConnectionString,
                Redis = redis,
                Provider = replay?.Address ?? new Uri(options.Provider.BaseAddress ?? "https://api.zerion.io/"),
                Replay = replay,
                Prices = prices,
            };
            foreach (var part in parts.Reverse())
            {
                stack._parts.Push(part);
            }

            for (var instance = 1; instance <= options.Instances; instance++)
            {
                stack.StartApp();
            }

            stack._parts.Push(StackState.Announce(options.DataDirectory, stack.Api, cosmos.Endpoint));
            return stack;
        }
        catch
        {
            await DisposeAsync(parts);
            throw;
        }
    }

    /// <summary>What to tell when a function app ended although nobody asked it to, or null while all run.</summary>
    public string? FindDeadApp() =>
        _apps.Find(app => app.HasExited) is { } dead ? $"A function app ended with code {dead.ExitCode}:{System.Environment.NewLine}{dead.LastOutput}" : null;

    public ValueTask DisposeAsync() => DisposeAsync(_parts);

    static async ValueTask DisposeAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    static async Task<ReplayProvider> StartReplayAsync(RepositoryPaths paths, ReplayQuota quota, Stack<IAsyncDisposable> parts, TimeProvider clock)
    {
        var replay = await ReplayProvider.StartAsync(new ReplayOptions { ApiKey = ReplayKey, SamplesDirectory = paths.Samples, Quota = quota, TimeProvider = clock });
        parts.Push(replay);
        return replay;
    }

    static async Task<ReplayPrices> StartPricesAsync(Stack<IAsyncDisposable> parts, TimeProvider clock)
    {
        var prices = await ReplayPrices.StartAsync(key: null, clock);
        parts.Push(prices);
        return prices;
    }

    /// <summary>Starts one more function app process.</summary>
    public ChildProcess StartApp()
    {
        var instance = ++_started;
        var servesApi = _apiApp is null;
        var port = servesApi ? _apiPort : Loopback.ChoosePort(0);
        var app = ChildProcess.Start(
            "dotnet",
            [_paths.FunctionApp],
            Environment(port),
            Path.Combine(_options.DataDirectory, $"app-{instance}.log"),
            line => _onLine(instance, line));
        _apps.Add(app);
        _apis.Add(AddressOf(port));
        _parts.Push(app);
        if (servesApi)
        {
            _apiApp = app;
        }

        return app;
    }

    /// <summary>Ends a function app at once, as the loss of its machine would.</summary>
    public async Task CrashAsync(ChildProcess app)
    {
        _apps.Remove(app);
        await app.KillAsync();
        if (app == _apiApp)
        {
            // The next app that starts takes the address over.
            _apiApp = null;
        }
    }

    static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/api/");

    Dictionary<string, string> Environment(int port)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = StorageConnectionString,
            ["AzureFunctionsLocal__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["SyncSchedule"] = _options.ScheduledWallets.Count > 0 ? EveryMinute : OnceAYear,
            ["PriceRefreshSchedule"] = PriceSchedule,
            ["Cosmos__ConnectionString"] = Cosmos.ConnectionString,
            ["Redis__ConnectionString"] = Redis?.ConnectionString ?? string.Empty,
            ["Zerion__BaseAddress"] = Provider.ToString(),
            ["Zerion__ApiKey"] = _providerKey,
            ["Logging__Console__FormatterName"] = "json",
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

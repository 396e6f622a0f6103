using System.Net.Http.Json;
using System.Text;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Chaos.Stacks;

/// <summary>A small real deployment with changing wallets: function apps, Azurite, the local database in a process of its own, Redis, simulated providers.</summary>
sealed class ChaosStack : IAsyncDisposable
{
    /// <summary>Prices are stored at most once in this time.</summary>
    public static readonly TimeSpan PriceThreshold = TimeSpan.FromSeconds(1);

    const string FunctionKey = "canary-function-key-5f1d";
    const string MasterKey = "canary-master-key-9c3a";
    const string KeyHeader = "x-functions-key";
    const string HookVariable = "DOTNET_STARTUP_HOOKS";
    const string ControlVariable = "Chaos__Control";

    /// <summary>Pause between two attempts to start an instance. With all attempts it is longer than any dependency is down.</summary>
    static readonly TimeSpan StartPause = TimeSpan.FromSeconds(2);

    const int StartAttempts = 20;

    static readonly int[] Refusals = [0, 408, 429, 449, 503];

    static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(20);

    readonly Dictionary<(string, int), long> _counted = [];
    readonly ChaosArguments _arguments;
    int _started;

    ChaosStack(LocalStack local, ChaosArguments arguments, string directory)
    {
        Local = local;
        Directory = directory;
        _arguments = arguments;
        _started = local.Apps.Count;
        Ports = new Ports(local.Database!.ConnectionString);
        Queues = new Queues(local.StorageConnectionString);
        Http.DefaultRequestHeaders.Add(KeyHeader, MasterKey);
    }

    public LocalStack Local { get; }

    public Ports Ports { get; }

    public Queues Queues { get; }

    public HttpClient Http { get; } = new() { Timeout = HttpTimeout };

    public string Directory { get; }

    /// <summary>Secrets that no log may contain.</summary>
    public IReadOnlyList<string> Secrets =>
    [
        FunctionKey, MasterKey, LocalStack.SimulatorKey, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{LocalStack.SimulatorKey}:")),
        .. KeysOf(Local.StorageConnectionString, "AccountKey="), .. KeysOf(Local.Database!.ConnectionString, "AccountKey="),
    ];

    /// <param name="instances">Instances of the function app.</param>
    /// <param name="versions">Versions that the provider serves.</param>
    /// <param name="directory">Folder for logs and data; its contents are deleted.</param>
    public static async Task<ChaosStack> StartAsync(
        ChaosArguments arguments, int instances, ChaosPlan plan, Versions versions, string directory, CancellationToken cancellationToken)
    {
        if (System.IO.Directory.Exists(directory))
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }

        var paths = RepositoryPaths.Find();
        var options = new StackOptions(instances, KeepQueues: true, new ProviderChoice(null, null), [], directory)
        {
            HasDatabaseProcess = true,
            UseUsualPorts = false,
            MessageLease = arguments.Lease,
            Settings = Settings(arguments, paths),
        };
        var local = await LocalStack.StartAsync(paths, options, TimeProvider.System, cancellationToken);
        foreach (var wallet in plan.Wallets)
        {
            local.Simulator!.Serve(wallet.Address, (target, token) => target.WriteAsync(versions.Page(wallet), token).AsTask());
        }

        return new ChaosStack(local, arguments, directory);
    }

    /// <summary>
    /// Replaces instances that have ended by themselves, as the platform does: one ends when its worker has ended three times in a row, or seconds after
    /// it was paused for so long that another one took over its timers.
    /// </summary>
    /// <returns>How many.</returns>
    public async Task<int> ReplaceEndedAsync(CancellationToken cancellationToken)
    {
        var ended = Local.Apps.Where(app => app.HasExited).ToList();
        foreach (var app in ended)
        {
            await ReplaceAsync(app, cancellationToken);
        }

        return ended.Count;
    }

    /// <summary>Starts an instance that replaces a lost one.</summary>
    public async Task ReplaceAsync(FunctionApp lost, CancellationToken cancellationToken)
    {
        await Local.CrashAsync(lost);
        for (var attempt = 1; ; attempt++)
        {
            var before = Local.Apps.ToList();
            try
            {
                await Local.StartAppAsync(cancellationToken, IsOther(_started++) ? _arguments.Other : null);
                return;
            }
            catch (StackException) when (attempt < StartAttempts)
            {
                // A dependency was down at the start; an instance in the cloud would be restarted too.
                foreach (var app in Local.Apps.Except(before).ToList())
                {
                    await Local.CrashAsync(app);
                }

                await Task.Delay(StartPause, TimeProvider.System, cancellationToken);
            }
        }
    }

    /// <summary>Data requests of the instances, as counted by the database.</summary>
    public async Task<long> CountDataAsync(CancellationToken cancellationToken) =>
        (await CountAsync(cancellationToken)).Where(entry => IsData(entry.Key.Operation)).Sum(entry => entry.Value);

    /// <summary>Data requests of the instances that belong to no run, as they report them.</summary>
    public async Task<long> CountOthersAsync(CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(Local.Apps.Select(app => Http.GetFromJsonAsync<Statistics>(new Uri(app.Api, "statistics"), cancellationToken)));
        return counts.Sum(count => count!.Database.OtherRequests);
    }

    /// <summary>Data requests that the database failed on purpose, by status; 0 is a dropped connection.</summary>
    public async Task<IReadOnlyDictionary<int, long>> CountRefusedAsync(CancellationToken cancellationToken)
    {
        var counted = await CountAsync(cancellationToken);
        return Refusals.ToDictionary(status => status, status => counted.Where(entry => entry.Key.Status == status).Sum(entry => entry.Value));
    }

    /// <summary>Kills the database server and keeps its counts.</summary>
    public async Task KillDatabaseAsync(CancellationToken cancellationToken)
    {
        AddTo(_counted, await Local.Database!.CountAsync(cancellationToken));
        await Local.Database.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Ports.DisposeAsync();
        await Local.DisposeAsync();
    }

    // The counts of killed servers are those at their end.
    async Task<Dictionary<(string Operation, int Status), long>> CountAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<(string, int), long>(_counted);
        AddTo(all, await Local.Database!.CountAsync(cancellationToken));
        return all;
    }

    static void AddTo(Dictionary<(string, int), long> counted, IReadOnlyList<DatabaseCount> rows)
    {
        foreach (var row in rows.Where(row => row.Client != Ports.ClientName))
        {
            var key = (row.Operation, row.Status);
            counted[key] = counted.GetValueOrDefault(key) + row.Requests;
        }
    }

    static bool IsData(string operation) => Enum.Parse<OperationType>(operation) <= OperationType.ReadFeed;

    // The first instances all run this build; their replacements alternate.
    bool IsOther(int number) => _arguments.Other is not null && number % 2 == 1;

    static Dictionary<string, string> Settings(ChaosArguments arguments, RepositoryPaths paths)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sync__PriceRefresh__Enabled"] = "false",

            // No wallet is registered, and the requests of a tick would belong to no run.
            ["SyncSchedule"] = "0 0 0 29 2 *",
            ["Sync__Pricing__ThresholdSeconds"] = $"{PriceThreshold.TotalSeconds:F0}",

            // So that some wallets exceed the bound, and the values of the others can be compared. Another build may have none.
            ["Sync__Valuation__UnvouchedFloorUsd"] = arguments.Other is null ? "2000" : "1000000000",

            // Small chunks, so that small wallets have several.
            ["Sync__Extract__PositionsPerChunk"] = "15",
            ["AzureFunctions__Keys__default"] = FunctionKey,
            ["AzureFunctions__Keys___master"] = MasterKey,
        };
        if (arguments.Control is { } control)
        {
            var build = new DirectoryInfo(AppContext.BaseDirectory);
            settings[HookVariable] = Path.Combine(
                paths.Root, "tests", "AssetFunctions.Chaos.Controls", "bin", build.Parent!.Name, build.Name, "AssetFunctions.Chaos.Controls.dll");
            settings[ControlVariable] = control;
        }

        return settings;
    }

    sealed record Statistics(DatabaseStatistics Database);

    sealed record DatabaseStatistics(long OtherRequests);

    static IEnumerable<string> KeysOf(string connectionString, string name) =>
        connectionString.Split(';').Where(part => part.StartsWith(name, StringComparison.Ordinal)).Select(part => part[name.Length..]);
}

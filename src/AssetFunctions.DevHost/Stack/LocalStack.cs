using AssetFunctions.DevHost.Replay;
using AssetFunctions.LocalCosmos;

namespace AssetFunctions.DevHost.Stack;

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
/// <param name="ScheduledWallets">Wallets the timer syncs.</param>
sealed record StackOptions(int Instances, bool KeepQueues, ProviderChoice Provider, IReadOnlyList<string> ScheduledWallets);

/// <summary>Everything a local run needs, started together and ended together: storage emulator, database, provider, function apps.</summary>
sealed class LocalStack : IAsyncDisposable
{
    const string ReplayKey = "zk_replay";
    const int CosmosPort = 8081;

    // Every ten minutes: the price threshold, so that a stack left running shows price updates.
    const string Schedule = "0 */10 * * * *";

    readonly Stack<IAsyncDisposable> _parts = new();
    readonly List<ChildProcess> _apps = [];

    public required LocalCosmosServer Cosmos { get; init; }

    public required string StorageConnectionString { get; init; }

    public required Uri Provider { get; init; }

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
            var azurite = await Azurite.StartAsync(paths, options.KeepQueues, clock, cancellationToken);
            parts.Push(azurite);
            Directory.CreateDirectory(paths.Data);
            var cosmos = await LocalCosmosServer.StartAsync(
                new LocalCosmosOptions
                {
                    Port = Loopback.ChoosePort(CosmosPort),
                    DataFile = Path.Combine(paths.Data, "cosmos.db"),
                    Clock = clock,
                },
                cancellationToken);
            parts.Push(cosmos);
            var (provider, key) = await StartProviderAsync(paths, options.Provider, parts, clock);
            var stack = new LocalStack { Cosmos = cosmos, StorageConnectionString = azurite.ConnectionString, Provider = provider };
            foreach (var part in parts.Reverse())
            {
                stack._parts.Push(part);
            }

            for (var instance = 1; instance <= options.Instances; instance++)
            {
                stack.StartApp(paths, instance, Environment(stack, key, options.ScheduledWallets), onLine);
            }

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
        _apps.FirstOrDefault(app => app.HasExited) is { } dead ? $"A function app ended with code {dead.ExitCode}:{System.Environment.NewLine}{dead.LastOutput}" : null;

    public ValueTask DisposeAsync() => DisposeAsync(_parts);

    static async ValueTask DisposeAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    static async Task<(Uri Address, string Key)> StartProviderAsync(
        RepositoryPaths paths, ProviderChoice choice, Stack<IAsyncDisposable> parts, TimeProvider clock)
    {
        if (choice.ApiKey is { } key)
        {
            return (new Uri(choice.BaseAddress ?? "https://api.zerion.io/"), key);
        }

        var replay = await ReplayProvider.StartAsync(new ReplayOptions { ApiKey = ReplayKey, SamplesDirectory = paths.Samples, TimeProvider = clock });
        parts.Push(replay);
        return (replay.Address, ReplayKey);
    }

    static Dictionary<string, string> Environment(LocalStack stack, string providerKey, IReadOnlyList<string> scheduledWallets) => new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = stack.StorageConnectionString,
        ["SyncSchedule"] = Schedule,
        ["Sync__Schedule__Wallets"] = string.Join(',', scheduledWallets),
        ["Cosmos__ConnectionString"] = stack.Cosmos.ConnectionString,
        ["Zerion__BaseAddress"] = stack.Provider.ToString(),
        ["Zerion__ApiKey"] = providerKey,
        ["Logging__Console__FormatterName"] = "json",
        ["DOTNET_gcServer"] = "0",
    };

    void StartApp(RepositoryPaths paths, int instance, Dictionary<string, string> environment, Action<int, string> onLine)
    {
        var app = ChildProcess.Start(
            "dotnet", [paths.FunctionApp], environment, Path.Combine(paths.Data, $"app-{instance}.log"), line => onLine(instance, line));
        _apps.Add(app);
        _parts.Push(app);
    }
}

using System.Net.Http.Json;
using System.Net;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Runs;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Local.Stack;
using AssetFunctions.Local.Stack.Runs;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;
using Azure.Storage.Queues;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.EndToEnd.Tests;

/// <summary>A small real deployment: Azurite, the local database, the provider simulator and function app processes, on ports of their own.</summary>
sealed class StackDriver : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    const string KeySetting = "AzureFunctions__Keys__default";

    readonly CosmosClient _client;
    readonly QueueServiceClient _storage;
    readonly ApiConnection _api;
    int _runs;

    StackDriver(LocalStack stack, string? key, string directory)
    {
        Stack = stack;
        _api = new ApiConnection(new Deployment(stack.Observer, key, IsStarting: true), TimeProvider.System);
        DataDirectory = directory;
        Queue = new RequestQueue(stack.StorageConnectionString);
        _storage = new QueueServiceClient(stack.StorageConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        _client = new CosmosClient(stack.Cosmos.ConnectionString, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            UseSystemTextJsonSerializerWithOptions = System.Text.Json.JsonSerializerOptions.Web,
        });
    }

    public LocalStack Stack { get; }

    public RequestQueue Queue { get; }

    /// <summary>The logs of the stack, and its state file.</summary>
    public string DataDirectory { get; }

    public static IReadOnlyList<SampleWallet> Samples { get; } = SampleWallets.Load(RepositoryPaths.Find().Samples);

    public static async Task<StackDriver> StartAsync(
        int instances = 1, IReadOnlyDictionary<string, string>? settings = null, Func<StackOptions, StackOptions>? change = null)
    {
        var directory = Directory.CreateTempSubdirectory("asset-functions-").FullName;
        var usual = new StackOptions(instances, KeepQueues: false, new ProviderChoice(null, null), [], directory)
        {
            KeepDatabase = false,
            UseUsualPorts = false,
            Settings = WithRunsAlone(settings),
        };
        var options = change?.Invoke(usual) ?? usual;
        try
        {
            var stack = await LocalStack.StartAsync(RepositoryPaths.Find(), options, TimeProvider.System, default);
            return new StackDriver(stack, options.Settings.GetValueOrDefault(KeySetting), directory);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    // A tick of the real clock would change prices and add requests in the middle of a test, and so would the filling of a cache.
    static Dictionary<string, string> WithRunsAlone(IReadOnlyDictionary<string, string>? settings)
    {
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        all.TryAdd("Sync__PriceRefresh__Enabled", "false");
        all.TryAdd("Sync__Cache__WarmAssets", "0");
        return all;
    }

    /// <summary>Requests a sync of every wallet named and waits until all runs have ended.</summary>
    public Task<IReadOnlyList<FollowedRun>> SyncAsync(params IEnumerable<SampleWallet> wallets) =>
        SyncAsync(wallets.Select(wallet => wallet.Address));

    /// <summary>Requests a sync of every wallet and waits until all runs have ended.</summary>
    public async Task<IReadOnlyList<FollowedRun>> SyncAsync(IEnumerable<string> wallets, bool transactions = false)
    {
        var runs = await RequestAsync(wallets, transactions);
        await FollowAsync(runs);
        return runs;
    }

    public async Task<IReadOnlyList<FollowedRun>> RequestAsync(IEnumerable<string> wallets, bool transactions = false)
    {
        var runs = new List<FollowedRun>();
        foreach (var wallet in wallets)
        {
            var run = new FollowedRun(wallet, wallet, $"test-{++_runs}") { AwaitsTransactions = transactions };
            await Queue.SendAsync(
                new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = wallet, RunId = run.Run.RunId, Transactions = transactions }, default);
            runs.Add(run);
        }

        return runs;
    }

    /// <summary>Waits until all runs have ended.</summary>
    public Task FollowAsync(IReadOnlyList<FollowedRun> runs) => WaitAsync(
        async () =>
        {
            foreach (var run in runs.Where(run => !run.IsSettled))
            {
                await PollAsync(run);
            }

            return runs.All(run => run.IsSettled);
        },
        "not every run ended",
        ApiDefaults.Pause);

    async Task PollAsync(FollowedRun run)
    {
        try
        {
            await run.UpdateAsync(_api, default);
        }
        catch (DeploymentException ex) when (ex.IsAboutOneThing || ex.IsTransient)
        {
            // The run is not stored yet, or a dependency of the API is down.
        }
    }

    /// <summary>Records of runs of a wallet.</summary>
    public async Task<int> CountRunsAsync(string wallet) =>
        (await QueryAsync<string>("wallets", $"SELECT VALUE c.id FROM c WHERE c.wallet = \"{wallet}\" AND c.type = \"sync\"")).Count;

    /// <summary>The messages of a queue that are waiting or being processed.</summary>
    public int WaitingIn(string queue) =>
        _storage.GetQueueClient(queue) is var client && client.Exists() ? client.GetProperties().Value.ApproximateMessagesCount : 0;

    /// <summary>Puts a message into the poison queue of a stage, as the host does with one that keeps failing.</summary>
    public Task PoisonAsync(string queue, string body) => SendAsync(queue + QueueNames.PoisonSuffix, body);

    /// <summary>Sends a message as it is.</summary>
    /// <param name="timeToLive">Time after which the queue drops it, or null for that of the storage service.</param>
    public async Task SendAsync(string queue, string body, TimeSpan? timeToLive = null)
    {
        var client = _storage.GetQueueClient(queue);
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(body, timeToLive: timeToLive);
    }

    /// <summary>The database's counts so far, without the reads of an observer.</summary>
    public MeterSnapshot Count() => Stack.CountOfRuns();

    /// <summary>The database's counts so far, without the reads of an observer and what an instance counts as belonging to no run.</summary>
    public async Task<(long Requests, double RequestUnits)> CountOfRunsAsync()
    {
        using var http = new HttpClient();
        var others = await Task.WhenAll(Stack.Apps.Select(app => http.GetFromJsonAsync<Statistics>(new Uri(app.Api, "statistics"))));
        var counted = Count().Rows.Where(row => row.IsData).ToList();
        return (
            counted.Sum(row => row.Requests) - others.Sum(other => other!.Database.OtherRequests),
            counted.Sum(row => row.RequestUnits) - others.Sum(other => other!.Database.OtherRequestUnits));
    }

    sealed record Statistics(DatabaseStatistics Database);

    sealed record DatabaseStatistics(long OtherRequests, double OtherRequestUnits);

    /// <summary>The log of an instance so far.</summary>
    /// <param name="instance">Its number in the order of starts, from 1.</param>
    public string ReadLog(int instance)
    {
        using var log = new StreamReader(new FileStream(Path.Combine(DataDirectory, $"app-{instance}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd();
    }

    /// <summary>Reads documents, which the meter counts too: take snapshots before.</summary>
    public async Task<List<T>> QueryAsync<T>(string container, string sql)
    {
        using var feed = _client.GetContainer("assets", container).GetItemQueryIterator<T>(sql);
        var items = new List<T>();
        while (feed.HasMoreResults)
        {
            items.AddRange(await feed.ReadNextAsync());
        }

        return items;
    }

    public Task WaitAsync(Func<bool> condition, string message) => WaitAsync(() => Task.FromResult(condition()), message);

    /// <summary>Sets one member of a stored document.</summary>
    public Task PatchAsync<T>(string container, string partition, string id, string path, T value) =>
        _client.GetContainer("assets", container).PatchItemAsync<object>(id, new PartitionKey(partition), [PatchOperation.Set(path, value)]);

    public async Task WaitAsync(Func<Task<bool>> condition, string message, TimeSpan? pause = null)
    {
        try
        {
            await Eventually.TrueAsync(
                async () => await condition() || (await Stack.DescribeDeadAppAsync() is { } dead ? throw new InvalidOperationException(dead) : false), pause, Patience);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{message} within {Patience}. {string.Join(Environment.NewLine, Stack.Errors.First)}", ex);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        _client.Dispose();
        await Stack.DisposeAsync();
        Directory.Delete(DataDirectory, recursive: true);
    }
}

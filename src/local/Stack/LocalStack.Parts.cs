using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Processes;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Local.Stack.Processes;

namespace AssetFunctions.Local.Stack;

sealed partial class LocalStack
{
    const int CosmosPort = 8081;

    static async Task<(LocalCosmosServer? Cosmos, DatabaseProcess? Database)> StartDatabaseAsync(
        RepositoryPaths paths, StackOptions options, Stack<IAsyncDisposable> parts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var port = options.UseUsualPorts ? Loopback.ChoosePort(CosmosPort) : 0;
        var file = Path.Combine(options.DataDirectory, "cosmos.db");
        if (options.HasDatabaseProcess)
        {
            var database = await DatabaseProcess.StartAsync(paths.DatabaseServer, file, port, cancellationToken);
            parts.Push(database);
            return (null, database);
        }

        var cosmos = await LocalCosmosServer.StartAsync(
            new LocalCosmosOptions { Port = port, DataFile = options.KeepDatabase ? file : null, Clock = clock }, cancellationToken);
        parts.Push(cosmos);
        return (cosmos, null);
    }

    static async Task<ProviderSimulator> StartSimulatorAsync(RepositoryPaths paths, SimulatedQuota quota, Stack<IAsyncDisposable> parts, TimeProvider clock)
    {
        var simulator = await ProviderSimulator.StartAsync(new SimulatorOptions { ApiKey = SimulatorKey, SamplesDirectory = paths.Samples, Quota = quota, TimeProvider = clock });
        parts.Push(simulator);
        return simulator;
    }

    static async Task<PriceSimulator> StartPricesAsync(Stack<IAsyncDisposable> parts, TimeProvider clock)
    {
        var prices = await PriceSimulator.StartAsync(key: null, clock);
        parts.Push(prices);
        return prices;
    }
}

using System.Diagnostics.Metrics;
using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Tests.Functions;

/// <summary>The services of the functions, over stores and queues in memory.</summary>
static class AppServices
{
    /// <param name="with">Adds to the services or replaces some.</param>
    public static ServiceProvider Compose(Action<IServiceCollection> with)
    {
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IMeterFactory, InMemoryMeters>().AddSingleton<IConfiguration>(configuration).AddAssetSync(configuration).UseApi();
        services.AddSingleton<InMemoryWalletStore>()
            .AddSingleton<IWalletStore>(provider => provider.GetRequiredService<InMemoryWalletStore>())
            .AddSingleton<IWalletReader>(provider => provider.GetRequiredService<InMemoryWalletStore>())
            .AddSingleton<IWalletHistory>(provider => provider.GetRequiredService<InMemoryWalletStore>())
            .AddSingleton<IWalletDirectory>(provider => provider.GetRequiredService<InMemoryWalletStore>())
            .AddSingleton<InMemoryTransactionStore>()
            .AddSingleton<ITransactionReader>(provider => provider.GetRequiredService<InMemoryTransactionStore>())
            .AddSingleton<ITransactionStore>(provider => provider.GetRequiredService<InMemoryTransactionStore>())
            .AddSingleton<InMemoryAssetRegistry>()
            .AddSingleton<IAssetRegistry>(provider => provider.GetRequiredService<InMemoryAssetRegistry>())
            .AddSingleton<IPriceHistory>(provider => provider.GetRequiredService<InMemoryAssetRegistry>())
            .AddSingleton<IPriceCopy, NoPages>()
            .AddSingleton<IAssetSearch>(provider => provider.GetRequiredService<InMemoryAssetRegistry>())
            .AddSingleton<ITrustStore, InMemoryTrustStore>()
            .AddSingleton<IMarketDataStore>(provider => provider.GetRequiredService<InMemoryAssetRegistry>())
            .AddSingleton<INetworkCatalog, NoNetworkCatalog>()
            .AddSingleton<IPositionProvider, ScriptedPositionProvider>()
            .AddSingleton<ITransactionProvider, NoTransactionProvider>()
            .AddSingleton<IPoisonQueues>(new InMemoryPoisonQueues((_, _) => { }))
            .AddSingleton<IQueueStates, EmptyQueues>()
            .AddSingleton<IMessageSender, InMemoryMessageSender>();
        with(services);
        return services.BuildServiceProvider();
    }

    sealed class EmptyQueues : IQueueStates
    {
        public Task<QueueState> ReadAsync(string queue, CancellationToken cancellationToken) => Task.FromResult(new QueueState(0, null, 0));
    }

    sealed class NoPages : IPriceCopy
    {
        public Task<CopiedPage?> CopyNextAsync(PricePageKey? after, CancellationToken cancellationToken) => Task.FromResult<CopiedPage?>(null);
    }
}

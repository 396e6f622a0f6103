using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Pricing;
using AssetFunctions.Cosmos.Registry;
using AssetFunctions.Cosmos.Transactions;
using AssetFunctions.Cosmos.Wallets;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Cosmos;

public static class CosmosServiceCollectionExtensions
{
    const string BulkClient = "bulk";

    /// <summary>Stores assets and wallets in Cosmos DB, and creates missing containers at start.</summary>
    public static AssetSyncBuilder UseCosmos(this AssetSyncBuilder builder)
    {
        builder.Services.AddCosmosStores(builder.Configuration).AddHostedService<CosmosStartup>();
        return builder;
    }

    /// <summary>
    /// Stores assets and wallets in Cosmos DB. Settings come from section <c>Cosmos</c> and are validated at start. Await
    /// <see cref="CosmosResources.EnsureCreatedAsync"/> before the first use.
    /// </summary>
    public static IServiceCollection AddCosmosStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<CosmosOptions>(configuration, CosmosDefaults.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.TryAddSingleton<DatabaseMeter>();
        services.TryAddSingleton(provider =>
            CosmosClientFactory.Create(provider.GetRequiredService<IOptions<CosmosOptions>>().Value, provider.GetRequiredService<DatabaseMeter>()));
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<CosmosOptions>>().Value;
            var timeout = TimeSpan.FromSeconds(options.CallTimeoutSeconds);
            return new StoreCalls(CosmosEndpoint.Of(options), timeout, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<CosmosResources>();
        services.TryAddKeyedSingleton(BulkClient, (provider, _) =>
            CosmosClientFactory.Create(provider.GetRequiredService<IOptions<CosmosOptions>>().Value, provider.GetRequiredService<DatabaseMeter>(), isBulk: true));
        services.TryAddSingleton(provider => new PricePageStore(
            ContainerOf(provider, ContainerDefinitions.Registry), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new CosmosPriceHistory(
            ContainerOf(provider, ContainerDefinitions.Registry),
            provider.GetRequiredService<PricePageStore>(),
            ContainerOf(provider, ContainerDefinitions.Prices),
            ContainerOf(provider, ContainerDefinitions.Prices, provider.GetRequiredKeyedService<CosmosClient>(BulkClient)),
            provider.GetRequiredService<StoreCalls>(),
            provider.GetRequiredService<ILogger<CosmosPriceHistory>>()));
        services.TryAddSingleton<IPriceHistory>(provider => provider.GetRequiredService<CosmosPriceHistory>());
        services.TryAddSingleton<IAssetRegistry>(provider => new CosmosAssetRegistry(
            ContainerOf(provider, ContainerDefinitions.Registry),
            provider.GetRequiredService<CosmosPriceHistory>(),
            provider.GetRequiredService<PricePageStore>(),
            provider.GetRequiredService<IOptions<CosmosOptions>>().Value.WriteLayout,
            provider.GetRequiredService<StoreCalls>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ITrustStore>(provider => new CosmosTrustStore(
            ContainerOf(provider, ContainerDefinitions.Registry),
            provider.GetRequiredService<StoreCalls>(),
            provider.GetRequiredService<ILogger<CosmosTrustStore>>()));
        services.TryAddSingleton<IMarketDataStore>(provider => new CosmosMarketDataStore(
            ContainerOf(provider, ContainerDefinitions.Registry),
            provider.GetRequiredService<StoreCalls>()));
        services.Replace(ServiceDescriptor.Singleton(PricesOf));
        services.TryAddSingleton<IPriceCopy>(provider => new CosmosPriceCopy(
            ContainerOf(provider, ContainerDefinitions.Registry),
            provider.GetRequiredService<PricePageStore>(),
            provider.GetRequiredService<StoreCalls>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CosmosPriceCopy>>()));
        services.TryAddSingleton<IWalletStore>(provider => new CosmosWalletStore(
            ContainerOf(provider, ContainerDefinitions.Wallets),
            provider.GetRequiredService<StoreCalls>(),
            provider.GetRequiredService<IOptions<CosmosOptions>>().Value.WriteLayout));
        services.TryAddSingleton<IWalletReader>(provider => new CosmosWalletReader(
            ContainerOf(provider, ContainerDefinitions.Wallets),
            provider.GetRequiredService<StoreCalls>()));
        services.TryAddSingleton<ITransactionStore>(provider => new CosmosTransactionStore(
            ContainerOf(provider, ContainerDefinitions.Wallets),
            provider.GetRequiredService<StoreCalls>()));
        services.TryAddSingleton<ITransactionReader>(provider => new CosmosTransactionReader(
            ContainerOf(provider, ContainerDefinitions.Wallets),
            provider.GetRequiredService<StoreCalls>()));
        services.TryAddSingleton<IWalletHistory>(provider => new CosmosWalletHistory(
            ContainerOf(provider, ContainerDefinitions.Wallets),
            provider.GetRequiredService<StoreCalls>()));
        services.TryAddSingleton<IAssetSearch>(provider => new CosmosAssetSearch(
            ContainerOf(provider, ContainerDefinitions.Registry),
            provider.GetRequiredService<PricePageStore>(),
            provider.GetRequiredService<StoreCalls>()));
        services.TryAddSingleton<IWalletDirectory>(provider => new CosmosWalletDirectory(
            ContainerOf(provider, ContainerDefinitions.Wallets),
            ContainerOf(provider, ContainerDefinitions.Wallets, provider.GetRequiredKeyedService<CosmosClient>(BulkClient)),
            provider.GetRequiredService<StoreCalls>(),
            provider.GetRequiredService<IOptions<CosmosOptions>>().Value.WriteLayout));
        services.AddHealthChecks().AddCheck<CosmosHealthCheck>(CosmosHealthCheck.Name);
        return services;
    }

    static IPricePages PricesOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<CosmosOptions>>().Value.WriteLayout == WriteLayout.Documents
            ? new RegistryPrices(provider.GetRequiredService<IAssetRegistry>())
            : new CosmosPricePages(
                ContainerOf(provider, ContainerDefinitions.Registry),
                provider.GetRequiredService<PricePageStore>(),
                provider.GetRequiredService<IAssetRegistry>(),
                provider.GetRequiredService<CosmosPriceHistory>(),
                provider.GetRequiredService<StoreCalls>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<CosmosPricePages>>());

    static Container ContainerOf(IServiceProvider provider, string name, CosmosClient? client = null) =>
        (client ?? provider.GetRequiredService<CosmosClient>()).GetContainer(provider.GetRequiredService<IOptions<CosmosOptions>>().Value.Database, name);
}

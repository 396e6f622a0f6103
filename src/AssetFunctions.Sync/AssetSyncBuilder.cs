using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Operations;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Assets;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.MarketRefresh;
using AssetFunctions.Sync.Phases.Poison;
using AssetFunctions.Sync.Phases.Positions;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Sync.Phases.Prices;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Phases.Transactions;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Sync;

/// <summary>Takes the adapters of the sync: a position provider, an asset registry, a wallet store and a queue gateway.</summary>
/// <param name="Services">The services of the application.</param>
/// <param name="Configuration">Configuration from which options are bound.</param>
public sealed record AssetSyncBuilder(IServiceCollection Services, IConfiguration Configuration);

public static class AssetSyncServiceCollectionExtensions
{
    /// <summary>Registers the phases, the cache and their options. Add the adapters on the returned builder.</summary>
    public static AssetSyncBuilder AddAssetSync(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ExtractOptions>(configuration, ExtractOptions.Section);
        services.AddValidated<CacheOptions>(configuration, CacheOptions.Section);
        services.AddValidated<PricingOptions>(configuration, PricingOptions.Section);
        services.AddValidated<PriceRefreshOptions>(configuration, PriceRefreshOptions.Section);
        services.AddValidated<MarketRefreshOptions>(configuration, MarketRefreshOptions.Section);
        services.AddValidated<ScheduleOptions>(configuration, ScheduleOptions.Section);
        services.AddValidated<TransactionsOptions>(configuration, TransactionsOptions.Section);
        services.AddValidated<SpamOptions>(configuration, SpamOptions.Section);
        services.AddValidated<ValuationOptions>(configuration, ValuationOptions.Section);
        services.AddValidated<RefreshOptions>(configuration, RefreshOptions.Section);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => JitterRandom.Create());
        services.TryAddSingleton<DatabaseMeter>();
        services.TryAddSingleton<IPricePages, RegistryPrices>();
        services.TryAddSingleton<AssetCache>();
        services.TryAddSingleton<SpamRules>();
        services.TryAddSingleton<TrustTable>();
        services.TryAddSingleton<ConfirmationRules>();
        services.TryAddSingleton<UnvouchedBound>();
        services.TryAddSingleton<WalletValues>();
        services.TryAddSingleton<PriceChecks>();
        services.TryAddSingleton<AssetOverrides>();
        services.TryAddSingleton<RateLimitMeter>();
        services.TryAddSingleton<WalletLocks>();
        services.TryAddSingleton<SyncMetrics>();
        services.TryAddSingleton<UnreportedUsage>();
        services.TryAddSingleton<KnownNetworks>();
        services.TryAddSingleton<SyncScheduler>();
        services.TryAddSingleton<WalletRefresh>();
        services.TryAddSingleton<RefreshRequests>();
        services.TryAddSingleton<WalletRegistrations>();
        services.TryAddSingleton<WalletDeletions>();
        services.TryAddSingleton<RunFailures>();
        services.TryAddSingleton<PoisonWatch>();
        services.TryAddSingleton<PoisonReplay>();
        services.TryAddSingleton<PhaseRunner>();
        services.TryAddSingleton<QueueWatch>();
        services.TryAddSingleton<ExtractPhase>();
        services.TryAddSingleton<AssetsPhase>();
        services.TryAddSingleton<PricesPhase>();
        services.TryAddSingleton<PositionsPhase>();
        services.TryAddSingleton<TransactionsPhase>();
        services.TryAddSingleton<WalletContentCache>();
        services.TryAddSingleton<WalletValuation>();
        services.TryAddSingleton<SharedPriceCallTimes>();
        services.TryAddSingleton<PriceCallFilter>();
        services.TryAddSingleton<PriceRefreshPlanner>();
        services.TryAddSingleton<PriceRefreshPhase>();
        services.TryAddSingleton<MarketDataRefresh>();
        services.TryAddSingleton<SchedulePhase>();
        services.TryAddSingleton<DeletionPhase>();
        services.TryAddSingleton<RunReports>();
        services.TryAddSingleton<WalletReading>();
        services.TryAddSingleton<TransactionReading>();
        return new AssetSyncBuilder(services, configuration);
    }

    /// <summary>Lets the phases fill the cache with recently held assets at the first message of the process.</summary>
    public static AssetSyncBuilder UseWarmCache(this AssetSyncBuilder builder)
    {
        builder.Services.TryAddSingleton<CacheWarming>();
        return builder;
    }
}

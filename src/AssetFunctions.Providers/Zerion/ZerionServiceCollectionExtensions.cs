using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Registers Zerion as a provider of positions, transactions, networks and market data.</summary>
public static class ZerionServiceCollectionExtensions
{
    /// <summary>
    /// Adds Zerion under the key <c>zerion</c> with the settings of section <c>Zerion</c>, validated at start. All of them
    /// share its client and its budget.
    /// </summary>
    public static IServiceCollection AddZerionProvider(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<ITransactionProvider, ZerionTransactionProvider>();
        services.TryAddSingleton<INetworkCatalog, ZerionNetworkCatalog>();
        services.TryAddSingleton<IMarketDataProvider, ZerionMarketDataProvider>();
        return services.AddHttpProvider<ZerionPositionProvider, ZerionOptions, ZerionCallBudget>(configuration, ZerionDefaults.Provider);
    }
}

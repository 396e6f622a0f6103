using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Registers DefiLlama as the price provider.</summary>
public static class DefiLlamaServiceCollectionExtensions
{
    /// <summary>Adds DefiLlama with the settings of section <c>DefiLlama</c>, validated at start.</summary>
    public static IServiceCollection AddDefiLlamaPrices(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IPriceProvider, DefiLlamaPriceProvider>();
        return services.AddHttpProvider<DefiLlamaOptions, DefiLlamaCallBudget>(configuration, DefiLlamaDefaults.Provider);
    }
}

using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Providers.DefiLlama;

/// <summary>Registers DefiLlama as the source of prices.</summary>
public static class DefiLlamaServiceCollectionExtensions
{
    /// <summary>Adds DefiLlama with the settings of section <c>DefiLlama</c>, checked when the host starts.</summary>
    public static IServiceCollection AddDefiLlamaPrices(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<IPriceSource, DefiLlamaPriceSource>();
        return services.AddHttpSource<DefiLlamaOptions, DefiLlamaCallBudget>(configuration, DefiLlamaDefaults.Source);
    }
}

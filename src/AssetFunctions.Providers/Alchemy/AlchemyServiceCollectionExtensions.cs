using AssetFunctions.Providers.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>Registers Alchemy as a provider of positions.</summary>
public static class AlchemyServiceCollectionExtensions
{
    /// <summary>Adds Alchemy under the key <c>alchemy</c> with the settings of section <c>Alchemy</c>, validated at start.</summary>
    public static IServiceCollection AddAlchemyProvider(this IServiceCollection services, IConfiguration configuration) =>
        services.AddHttpProvider<AlchemyPositionProvider, AlchemyOptions, AlchemyCallBudget>(configuration, AlchemyDefaults.Provider);
}

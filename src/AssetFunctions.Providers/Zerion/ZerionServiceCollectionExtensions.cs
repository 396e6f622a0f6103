using AssetFunctions.Providers.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Registers Zerion as a source of positions.</summary>
public static class ZerionServiceCollectionExtensions
{
    /// <summary>Adds Zerion under the key <c>zerion</c> with the settings of section <c>Zerion</c>, checked when the host starts.</summary>
    public static IServiceCollection AddZerionProvider(this IServiceCollection services, IConfiguration configuration) =>
        services.AddHttpSource<ZerionPositionProvider, ZerionOptions, ZerionOptionsValidator, ZerionCallBudget>(configuration, ZerionDefaults.Source);
}

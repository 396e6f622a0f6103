using AssetFunctions.Providers.Alchemy;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers;

/// <summary>Registers the configured providers of positions, transactions and networks.</summary>
public static class WalletProvidersExtensions
{
    /// <summary>
    /// Adds positions, transactions and the list of networks from the providers in <c>Sync:Providers:Order</c>, as far as they offer them. Settings of
    /// other providers are neither bound nor validated, so an unused provider needs no key.
    /// </summary>
    public static AssetSyncBuilder UseWalletProviders(this AssetSyncBuilder builder)
    {
        builder.Services.AddValidated<ProvidersOptions>(builder.Configuration, ProvidersOptions.Section);
        var chosen = ProvidersOptions.Names(builder.Configuration.GetSection(ProvidersOptions.Section)[nameof(ProvidersOptions.Order)] ?? ProvidersDefaults.Order);
        if (chosen.Contains(ZerionDefaults.Name))
        {
            builder.Services.AddZerionProvider(builder.Configuration);
        }

        if (chosen.Contains(AlchemyDefaults.Name))
        {
            builder.Services.AddAlchemyProvider(builder.Configuration);
        }

        builder.Services.TryAddSingleton<ITransactionProvider, NoTransactionProvider>();
        builder.Services.TryAddSingleton<INetworkCatalog, NoNetworkCatalog>();
        builder.Services.AddSingleton<IPositionProvider>(services => new FallbackPositionProvider(
            [.. chosen.Select(name => services.GetRequiredKeyedService<IPositionProvider>(name))],
            services.GetRequiredService<IOptions<ProvidersOptions>>(),
            services.GetRequiredService<ILogger<FallbackPositionProvider>>()));
        return builder;
    }
}

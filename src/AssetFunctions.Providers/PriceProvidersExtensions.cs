using AssetFunctions.Providers.DefiLlama;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Phases.PriceRefresh;
using Microsoft.Extensions.Configuration;

namespace AssetFunctions.Providers;

/// <summary>Registers the price provider.</summary>
public static class PriceProvidersExtensions
{
    /// <summary>Adds prices from DefiLlama unless <c>Sync:PriceRefresh:Enabled</c> is false; its settings are then not read.</summary>
    public static AssetSyncBuilder UsePriceProviders(this AssetSyncBuilder builder)
    {
        var section = builder.Configuration.GetSection(PriceRefreshOptions.Section);
        if (section.GetValue(nameof(PriceRefreshOptions.Enabled), PriceRefreshDefaults.Enabled))
        {
            builder.Services.AddDefiLlamaPrices(builder.Configuration);
        }

        return builder;
    }
}

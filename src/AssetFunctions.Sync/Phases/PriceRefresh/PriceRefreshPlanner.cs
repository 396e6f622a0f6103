using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Decides at a tick of the schedule which networks are to be priced.</summary>
/// <param name="provider">The price provider, or null where there is none.</param>
public sealed class PriceRefreshPlanner(
    IAssetRegistry registry, IMessageSender sender, IOptions<PriceRefreshOptions> options, TimeProvider clock, IPriceProvider? provider = null)
{
    /// <summary>
    /// Sends one request per network with assets that wallets hold. Which assets are due is seen when a request is processed, so a tick that
    /// fires twice finds little left to do.
    /// </summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        if (provider is null || !options.Value.Enabled)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var networks = await registry.ListHeldNetworksAsync(options.Value.HeldSince(now), cancellationToken);
        await sender.SendAllAsync(
            networks.Order(StringComparer.Ordinal).Select(network =>
                new PriceRefreshRequest { Version = PriceRefreshRequest.CurrentVersion, Network = network, PlannedAt = now }),
            cancellationToken);
    }
}

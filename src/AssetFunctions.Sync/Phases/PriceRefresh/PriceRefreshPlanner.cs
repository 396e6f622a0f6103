using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Requests price refreshes at each tick of the schedule.</summary>
/// <param name="provider">The price provider, or null when there is none.</param>
public sealed class PriceRefreshPlanner(
    IAssetRegistry registry, IMessageSender sender, IOptions<PriceRefreshOptions> options, TimeProvider clock, IPriceProvider? provider = null)
{
    /// <summary>
    /// Sends one request per network with held assets. Due assets are found when a request is processed, so a tick that fires twice has little left
    /// to do.
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

using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Prices;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>Requests price refreshes at each tick of the schedule.</summary>
public sealed class PriceRefreshPlanner(IPricePages pages, IMessageSender sender, IOptions<PriceRefreshOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Sends one request per network with held assets. Due assets are found when a request is processed, so a tick that fires twice has little left
    /// to do. Without a price provider new assets still move into pages, and finished hours into the history.
    /// </summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var networks = await pages.ListNetworksAsync(options.Value.HeldSince(now), cancellationToken);
        await sender.SendAllAsync(
            networks.Order(StringComparer.Ordinal).Select(network =>
                new PriceRefreshRequest { Version = PriceRefreshRequest.CurrentVersion, Network = network, PlannedAt = now }),
            cancellationToken);
    }
}

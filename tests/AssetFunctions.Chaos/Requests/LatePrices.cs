using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync;

namespace AssetFunctions.Chaos.Requests;

/// <summary>
/// Stores new prices of all assets of the wallets, as another instance would. The running instances know older ones, so that only the store prevents
/// earlier messages from restoring those.
/// </summary>
static class LatePrices
{
    const int BatchSize = 20;
    const string Provider = "zerion";

    public static async Task StoreAsync(ChaosStack stack, ChaosPlan plan, Versions versions, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.Delay(ChaosStack.PriceThreshold, clock, cancellationToken);
        versions.Advance();
        var now = clock.GetWholeMilliseconds();
        var assets = plan.Wallets.SelectMany(wallet => wallet.PositionsAt(plan.LastVersion)).DistinctBy(position => position.Asset);
        foreach (var network in assets.GroupBy(position => position.Network, StringComparer.Ordinal))
        {
            foreach (var batch in network.Chunk(BatchSize))
            {
                var updates = batch.Select(position => new AssetUpdate(
                    new AssetKey(position.Network, position.Address), new AssetPrice(ChangingWallet.Price(position.Asset, versions.Current), now, Provider), Facts: null));
                await stack.Ports.Registry.UpdateAsync(network.Key, [.. updates], ChaosStack.PriceThreshold, cancellationToken);
            }
        }
    }
}

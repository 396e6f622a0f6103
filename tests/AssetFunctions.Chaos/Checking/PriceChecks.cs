using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Chaos.Checking;

/// <summary>Checks the price history of every asset: times ascend, no two prices are closer together than the threshold, and each equals the provider's price at its time.</summary>
sealed class PriceChecks(ChaosStack stack, ChaosPlan plan, Versions versions, Findings findings, Tally tally)
{
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var numbers = plan.Wallets
            .SelectMany(wallet => Enumerable.Range(0, plan.Rounds).SelectMany(wallet.PositionsAt))
            .DistinctBy(position => position.Asset)
            .ToDictionary(position => $"{position.Network} {position.Address}", position => position.Asset, StringComparer.Ordinal);
        foreach (var asset in await EndState.ReadAssetsAsync(stack.Ports.Registry, cancellationToken))
        {
            var name = $"{asset.Key.Network} {asset.Key.ContractAddress.ToLowerInvariant()}";
            if (!numbers.TryGetValue(name, out var number))
            {
                findings.Add(Wrong.Differing, $"asset {name} is in no wallet");
                continue;
            }

            var points = await stack.Ports.Prices.ReadAsync(asset.Key, now.AddDays(-1), now.AddHours(1), cancellationToken);
            tally.Add("price points", points.Count);
            foreach (var (before, after) in points.Zip(points.Skip(1)).Where(pair => pair.Second.AsOf - pair.First.AsOf < ChaosStack.PriceThreshold))
            {
                findings.Add(Wrong.Differing, $"prices of {name} are too close together: {before.AsOf:O}, {after.AsOf:O}");
            }

            foreach (var point in points.Where(point => !versions.ServedSince(point.AsOf).Any(version => ChangingWallet.Price(number, version) == point.Usd)))
            {
                findings.Add(Wrong.Differing, $"the price of {name} as of {point.AsOf:O} is {point.Usd}, which the provider did not serve then");
            }
        }
    }
}

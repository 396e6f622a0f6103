using System.Globalization;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Chaos.Checking;

/// <summary>
/// The stored documents at the end, as one line of text per identity: wallets, positions, values and assets. Times, versions and run ids are left out,
/// and so are assets that no wallet has any more: whether a run saw one depends on its timing.
/// </summary>
/// <param name="Lines">Texts by identity.</param>
sealed record EndState(IReadOnlyDictionary<string, string> Lines)
{
    const int PageSize = 500;

    /// <param name="findings">Receives documents that are stored twice.</param>
    public static async Task<EndState> ReadAsync(ChaosStack stack, ChaosPlan plan, Findings findings, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var wallet in plan.Wallets)
        {
            if (await stack.Ports.Wallets.FindContentAsync(wallet.Address, cancellationToken) is { } content)
            {
                Add($"wallet {wallet.Address}", $"{content.State.Status} with {content.Positions.Count} positions");
                foreach (var position in content.Positions)
                {
                    Add(KeyOf(wallet.Address, position), TextOf(position));
                }

                await AddValuesAsync(wallet.Address, content.State);
            }
        }

        var held = plan.Wallets.SelectMany(wallet => wallet.PositionsAt(plan.LastVersion)).Select(position => $"{position.Network} {position.Address}").ToHashSet(StringComparer.Ordinal);
        foreach (var asset in await ReadAssetsAsync(stack.Ports.Registry, cancellationToken))
        {
            var key = $"{asset.Key.Network} {asset.Key.ContractAddress.ToLowerInvariant()}";
            if (held.Contains(key))
            {
                var price = asset.Price?.Usd.ToString(CultureInfo.InvariantCulture);
                Add($"asset {key}", $"{asset.Facts.Symbol}, {asset.Facts.Name}, {asset.Facts.Decimals} decimals, price {price}");
            }
        }

        return new EndState(lines);

        void Add(string key, string text)
        {
            if (!lines.TryAdd(key, text))
            {
                findings.Add(Wrong.Duplicated, $"{key} is stored twice: {lines[key]}; {text}");
            }
        }

        async Task AddValuesAsync(string wallet, WalletState state)
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var granularity in Enum.GetValues<Granularity>())
            {
                var values = await stack.Ports.Values.ReadAsync(wallet, granularity, now.AddDays(-1), now.AddHours(1), cancellationToken) ?? [];
                var last = values is [.., var newest] ? newest : null;
                // Which unvouched values fit into the bound depends on when the positions were first found.
                var worth = last?.Unvalued == 0 ? last.HoldingsUsd.ToString("F4", CultureInfo.InvariantCulture) : "what the bound admits";
                Add($"{granularity} {wallet}", last is null ? "none" : $"{last.Status} with {last.Positions} positions worth {worth}");
                if (last is not null && last.AsOf != state.LastFinish?.FetchedAt)
                {
                    findings.Add(Wrong.Differing, $"the last {granularity} of {wallet} is as of {last.AsOf:O}, its last run as of {state.LastFinish?.FetchedAt:O}");
                }

                if (values.Zip(values.Skip(1)).Any(pair => pair.First.Period >= pair.Second.Period || pair.First.AsOf >= pair.Second.AsOf))
                {
                    findings.Add(Wrong.Differing, $"the {granularity} values of {wallet} go back in time");
                }
            }
        }
    }

    /// <summary>Compares with the state of an undisturbed run.</summary>
    public void Compare(EndState undisturbed, Findings findings)
    {
        foreach (var (key, text) in undisturbed.Lines)
        {
            if (!Lines.TryGetValue(key, out var found))
            {
                findings.Add(Wrong.Lost, $"{key}: {text}");
            }
            else if (found != text)
            {
                findings.Add(Wrong.Differing, $"{key}: {found}; undisturbed {text}");
            }
        }

        foreach (var key in Lines.Keys.Except(undisturbed.Lines.Keys, StringComparer.Ordinal))
        {
            findings.Add(Wrong.Differing, $"{key}: {Lines[key]}; undisturbed not there");
        }
    }

    /// <summary>Every asset that wallets have had.</summary>
    public static async Task<IReadOnlyList<Asset>> ReadAssetsAsync(IAssetRegistry registry, CancellationToken cancellationToken)
    {
        var assets = new List<Asset>();
        foreach (var network in await registry.ListHeldNetworksAsync(DateTimeOffset.UnixEpoch, cancellationToken))
        {
            string? continuation = null;
            do
            {
                var page = await registry.ListHeldAsync(
                    new HeldAssetsQuery(network, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200), PageSize, continuation), cancellationToken);
                assets.AddRange(page.Assets);
                continuation = page.Continuation;
            }
            while (continuation is not null);
        }

        return assets;
    }

    static string KeyOf(string wallet, WalletPosition position) =>
        $"position {wallet} {Expectations.KeyOf(position.Asset.Network, position.Asset.ContractAddress, position.Type, position.Protocol)} {position.GroupId} {position.PoolAddress}";

    static string TextOf(WalletPosition position) => $"{position.RawAmount} with {position.Decimals} decimals, scale {position.Scale}, value {position.ValueUsd}, {position.Name}, {position.Provider}";
}

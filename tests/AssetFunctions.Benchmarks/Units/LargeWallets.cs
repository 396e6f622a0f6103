using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Benchmarks.Sync;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Units;

/// <summary>
/// Wallets of 500 and 3,000 positions on one network. Every position that is added is removed again by a run that is not measured, so each addition meets
/// the same wallet. Its place is random: ids are hashes of addresses. Its asset is known, because another wallet has it.
/// </summary>
static class LargeWallets
{
    // Short enough that the last run finds its prices fresh and its assets in memory.
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static async Task MeasureAsync(Report report)
    {
        await MeasureAsync(report, 500, "500", additions: 200, unchanged: null, oneMore: 85, allChanged: 200);
        await MeasureAsync(report, 3_000, "3,000", additions: 60, unchanged: 230, oneMore: 260, allChanged: 1_050);
    }

    static async Task MeasureAsync(Report report, int count, string label, int additions, double? unchanged, double oneMore, double allChanged)
    {
        var clock = new ManualTimeProvider();
        var catalogue = new Catalogue(1);
        var initial = catalogue.Positions(count);
        var added = catalogue.Positions(count + additions).Skip(count).ToList();
        var held = initial;
        var (wallet, other) = (Catalogue.Wallet(1), Catalogue.Wallet(2));
        await using var fleet = await Fleet.StartAsync(1, clock, synced => synced == other ? added : held);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        await fleet.SyncAsync(wallet, other);
        await naive.SyncAsync(wallet, initial);
        await naive.SyncAsync(other, added);

        var cost = await NextAsync(initial);
        report.Cost($"unchanged run of {label} positions", cost, unchanged, naive: await NaiveAsync());
        var costs = new List<UnitCost>();
        foreach (var position in added)
        {
            costs.Add(await NextAsync([.. initial, position]));
            await NextAsync(initial);
        }

        held = [.. initial, added[0]];
        report.Cost($"one position more of {label}, mean of {additions}", UnitCost.Mean(costs), oneMore, naive: await NaiveAsync());
        report.Note($"one position more of {label}, the dearest: units", costs.Max(one => one.Units), "RU");

        cost = await NextAsync(catalogue.Positions(count, round: 2));
        report.Cost($"all {label} positions changed", cost, allChanged, naive: await NaiveAsync());

        async Task<UnitCost> NextAsync(IReadOnlyList<ProviderPosition> positions)
        {
            held = positions;
            clock.Advance(Longest / ((2 * additions) + 2));
            return UnitCost.Of(await fleet.SyncAsync(wallet));
        }

        async Task<UnitCost> NaiveAsync() => UnitCost.Of(await fleet.MeasureAsync(() => naive.SyncAsync(wallet, held)));
    }
}

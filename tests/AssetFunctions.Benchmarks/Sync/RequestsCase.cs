using AssetFunctions.Benchmarks.Reporting;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Benchmarks.Sync;

/// <summary>
/// Database requests of whole runs, counted by the database, beside those of the naive algorithm for the same input on the same server.
/// </summary>
sealed class RequestsCase : IBenchmarkCase
{
    const int Positions = 100;

    public string Name => "requests";

    public async Task RunAsync(Report report)
    {
        await OneWalletAsync(report, networks: 1, "one network", coldTarget: 10, warmTarget: 5, unchangedTarget: 1);
        await OneWalletAsync(report, networks: 12, "twelve networks", coldTarget: 24, warmTarget: null, unchangedTarget: null);
        await TenWalletsAsync(report);
    }

    static async Task OneWalletAsync(Report report, int networks, string label, double coldTarget, double? warmTarget, double? unchangedTarget)
    {
        var clock = new ManualTimeProvider();
        var catalogue = new Catalogue(networks);
        var held = catalogue.Positions(Positions);
        await using var fleet = await Fleet.StartAsync(1, clock, _ => held);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        var wallet = Catalogue.Wallet(1);

        await CompareAsync("cold", coldTarget);
        clock.Advance(TimeSpan.FromMinutes(1));
        await CompareAsync("unchanged", unchangedTarget);

        // Nine minutes on, another wallet brings the assets back into memory; two later their prices are stale and the cache is not.
        clock.Advance(TimeSpan.FromMinutes(8));
        await fleet.SyncAsync(Catalogue.Wallet(2));
        clock.Advance(TimeSpan.FromMinutes(2));
        held = catalogue.Positions(Positions, round: 2);
        await CompareAsync("warm, every price stale and every position changed", warmTarget);

        clock.Advance(TimeSpan.FromMinutes(1));
        var table = await fleet.ReadTablesAsync();
        report.AtMost($"overrides and price checks, read twice a minute, {label}: requests", table.Requests, "requests", 1);
        report.Note($"overrides and price checks, read twice a minute, {label}: units", table.RequestUnits, "RU");

        async Task CompareAsync(string state, double? target)
        {
            var cost = await fleet.SyncAsync(wallet);
            var counted = await fleet.MeasureAsync(() => naive.SyncAsync(wallet, held));
            report.Compare($"{state}, {label}", cost, counted, target);
        }
    }

    static async Task TenWalletsAsync(Report report)
    {
        var clock = new ManualTimeProvider();
        var held = new Catalogue(1).Positions(Positions);
        await using var fleet = await Fleet.StartAsync(1, clock, _ => held);
        using var naive = await NaiveSync.StartAsync(fleet.Server, clock);
        var wallets = Enumerable.Range(0, 10).Select(Catalogue.Wallet).ToList();

        var cost = await fleet.SyncAsync(wallets);
        var counted = await fleet.MeasureAsync(async () =>
        {
            foreach (var wallet in wallets)
            {
                await naive.SyncAsync(wallet, held);
            }
        });

        report.Compare("ten wallets at once with the same assets, cold", cost, counted, target: 80);
        report.AtMost("ten wallets at once: documents per asset", (double)await fleet.CountAssetsAsync() / Positions, "documents", 1);
    }
}

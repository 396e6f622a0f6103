using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Tests;
using AssetFunctions.Sync.Tests.Phases;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Redis.Tests.Pipeline;

/// <summary>The whole pipeline on three instances that share a Redis, for fifty wallets with the same two hundred assets.</summary>
public sealed class ManyInstancesTests : IAsyncLifetime
{
    const int Wallets = 50;
    const int Assets = 200;

    readonly string _prefix = RedisInstance.NewPrefix();
    RedisFixture _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisFixture.StartNewAsync();

    public Task DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task Every_asset_is_created_once_and_priced_once_a_window_and_the_shared_cache_spares_the_registry()
    {
        await using var fleet = new Fleet(_redis.ConnectionString, _prefix);

        var first = await fleet.SyncAllAsync("first");
        fleet.Driver.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = await fleet.SyncAllAsync("second");

        Assert.Equal((Assets, 0), (first.AssetsCreated, first.PricesUpdated));
        Assert.Equal((0, Assets), (second.AssetsCreated, second.PricesUpdated));
        Assert.All(fleet.Driver.Statistics, statistics => Assert.Equal(default, statistics.Failures));
        // One instance reads each new asset from the registry; the others find it in Redis.
        Assert.True(fleet.Driver.Statistics.Sum(statistics => statistics.Misses) < Assets * 2, "the registry was read more often than needed");
        Assert.All(fleet.Driver.Statistics, statistics => Assert.InRange(statistics.HitRatio, 0.9, 1));
    }

    [Fact]
    public async Task A_Redis_that_is_killed_midway_changes_neither_assets_nor_positions()
    {
        await using var fleet = new Fleet(_redis.ConnectionString, _prefix);
        fleet.Driver.Shuffle = true;
        fleet.RequestAll("first");
        for (var step = 0; step < Wallets; step++)
        {
            await fleet.Driver.StepAsync(step % fleet.Driver.Waiting.Count);
        }

        await _redis.KillAsync();
        await fleet.Driver.DrainAsync();
        var first = await fleet.TotalAsync("first");
        await _redis.StartAsync();
        fleet.Driver.Clock.Advance(TimeSpan.FromMinutes(10));
        var second = await fleet.SyncAllAsync("second");

        Assert.Equal((Assets, Assets), (first.AssetsCreated, fleet.Driver.Assets.Assets.Count));
        Assert.Equal((0, Assets), (second.AssetsCreated, second.PricesUpdated));
        Assert.Contains(fleet.Driver.Statistics, statistics => statistics.Failures.Failures > 0);
        Assert.All(Enumerable.Range(0, Wallets), n => Assert.Equal(Assets, fleet.Driver.Wallets.PositionsOf(Fleet.Wallet(n)).Count));
    }

    sealed class Fleet : IAsyncDisposable
    {
        readonly List<RedisInstance> _instances;

        public Fleet(string redis, string prefix)
        {
            _instances = [.. Enumerable.Range(0, 3).Select(_ => new RedisInstance(redis, prefix))];
            Driver = new SyncDriver(3, shared: i => _instances[i].Shared);
            Driver.Provider.Returns([.. TestRows.Positions(Assets)]);
        }

        public SyncDriver Driver { get; }

        public static string Wallet(int n) => $"0x{n + 1:x40}";

        public void RequestAll(string runId)
        {
            for (var n = 0; n < Wallets; n++)
            {
                Driver.Request(runId, Wallet(n));
            }
        }

        public async Task<ChunkTally> SyncAllAsync(string runId)
        {
            RequestAll(runId);
            await Driver.DrainAsync();
            return await TotalAsync(runId);
        }

        /// <summary>The total of all runs, each of which must be complete.</summary>
        public async Task<ChunkTally> TotalAsync(string runId)
        {
            var total = new ChunkTally();
            for (var n = 0; n < Wallets; n++)
            {
                var run = await Driver.Wallets.FindRunAsync(Wallet(n), runId, default);
                Assert.Equal(RunStatus.Completed, run?.Status);
                total += run!.Total;
            }

            return total;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var instance in _instances)
            {
                await instance.DisposeAsync();
            }
        }
    }
}

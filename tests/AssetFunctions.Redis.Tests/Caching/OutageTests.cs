using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Tests.Caching;

/// <summary>A Redis that is down, slow, full or restarted delays lookups but never fails them.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    static readonly IReadOnlyList<Asset> Some = AssetExamples.Assets("ethereum", 20);

    readonly string _prefix = RedisInstance.NewPrefix();
    readonly InMemoryAssetRegistry _registry = new(TimeProvider.System);
    RedisFixture _redis = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisFixture.StartNewAsync();
        await _registry.CreateAsync("ethereum", Some, default);
    }

    public Task DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_killed_Redis_fails_no_lookup_and_serves_hits_again_after_its_restart()
    {
        await using var first = Instance();
        Assert.Equal(Some.Count, await FindAllAsync(first));
        await _redis.KillAsync();

        await using var second = Instance();
        Assert.Equal(Some.Count, await FindAllAsync(second));
        Assert.Equal(0, second.Assets.GetStatistics().SharedHits);

        await _redis.StartAsync();
        // Redis is empty after the restart, and fills again with the reads of instances once one of them has reconnected.
        await Eventually.TrueAsync(async () =>
        {
            await using var writer = Instance();
            Assert.Equal(Some.Count, await FindAllAsync(writer));
            await using var reader = Instance();
            Assert.Equal(Some.Count, await FindAllAsync(reader));
            return reader.Assets.GetStatistics().SharedHits == Some.Count;
        });
    }

    [Fact]
    public async Task An_instance_whose_Redis_was_restarted_uses_it_again()
    {
        await using var instance = Instance();
        await instance.Shared.SetManyAsync([new SharedEntry("a", [1], 0)], TimeSpan.FromHours(1), default);
        await _redis.KillAsync();
        await Assert.ThrowsAsync<SharedCacheException>(() => instance.Shared.GetManyAsync(["a"], default));

        await _redis.StartAsync();

        await Eventually.TrueAsync(async () => await TryAsync(instance) is null);
        Assert.Null((await instance.Shared.GetManyAsync(["a"], default))[0]);
        await instance.Shared.SetManyAsync([new SharedEntry("a", [2], 0)], TimeSpan.FromHours(1), default);
        Assert.Equal([2], (await instance.Shared.GetManyAsync(["a"], default))[0]!);
    }

    [Fact]
    public async Task A_Redis_that_is_down_at_the_start_is_used_once_it_is_up()
    {
        var address = _redis.ConnectionString;
        await _redis.KillAsync();
        await using var instance = new RedisInstance(address, _prefix, _registry, ("BreakSeconds", "0.5"));
        Assert.Equal(Some.Count, await FindAllAsync(instance));

        await _redis.StartAsync();

        await Eventually.TrueAsync(async () => await TryAsync(instance) is null);
    }

    [Fact]
    public async Task Paused_Redis_times_out_and_is_then_not_called_for_a_while()
    {
        await using var instance = Instance(("TimeoutMilliseconds", "50"), ("BreakSeconds", "300"));
        await TryAsync(instance);
        await _redis.PauseAsync();
        try
        {
            var faults = new List<SharedCacheFailure?>();
            for (var call = 0; call < 8; call++)
            {
                faults.Add(await TryAsync(instance));
            }

            Assert.Equal(SharedCacheFailure.Timeout, faults[0]);
            Assert.Equal(SharedCacheFailure.CircuitOpen, faults[^1]);
            Assert.Equal(Some.Count, await FindAllAsync(instance));
            Assert.Equal((0, 2), (instance.Assets.GetStatistics().Failures.Timeouts, instance.Assets.GetStatistics().Failures.CircuitOpen));
        }
        finally
        {
            await _redis.ResumeAsync();
        }
    }

    [Fact]
    public async Task Redis_that_responds_again_closes_the_circuit()
    {
        await using var instance = Instance(("TimeoutMilliseconds", "100"), ("BreakSeconds", "0.5"));
        await _redis.PauseAsync();
        try
        {
            await Eventually.TrueAsync(async () => await TryAsync(instance) == SharedCacheFailure.CircuitOpen);
        }
        finally
        {
            await _redis.ResumeAsync();
        }

        await Eventually.TrueAsync(async () => await TryAsync(instance) is null);
    }

    [Fact]
    public async Task A_full_Redis_refuses_writes_and_still_serves_reads()
    {
        await using var first = Instance();
        await FindAllAsync(first);
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{_redis.ConnectionString},allowAdmin=true");
        await admin.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "noeviction");
        await admin.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        await _registry.CreateAsync("base", AssetExamples.Assets("base", 20), default);

        await using var second = Instance();
        Assert.Equal(Some.Count, await FindAllAsync(second));
        var others = await second.Assets.GetManyAsync([.. AssetExamples.Assets("base", 20).Select(asset => asset.Key)], default);

        var statistics = second.Assets.GetStatistics();
        Assert.Equal(20, others.Count);
        Assert.Equal((20, 20, 1, 0), (statistics.SharedHits, statistics.Misses, statistics.Failures.Failures, statistics.Failures.CircuitOpen));
    }

    RedisInstance Instance(params (string, string)[] settings) => new(_redis.ConnectionString, _prefix, _registry, [.. settings, ("BreakSeconds", "0.5")]);

    static async Task<int> FindAllAsync(RedisInstance instance) =>
        (await instance.Assets.GetManyAsync([.. Some.Select(asset => asset.Key)], default)).Count;

    static async Task<SharedCacheFailure?> TryAsync(RedisInstance instance)
    {
        try
        {
            await instance.Shared.GetManyAsync(["a"], default);
            return null;
        }
        catch (SharedCacheException ex)
        {
            return ex.Failure;
        }
    }
}

using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Phases.PriceRefresh;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.PriceRefresh;

public sealed class PriceCallFilterTests
{
    static readonly TimeSpan Moment = TimeSpan.FromMinutes(5);

    readonly ManualTimeProvider _clock = new();
    readonly AssetKey[] _keys = [.. Enumerable.Range(1, 3).Select(Key)];

    [Fact]
    public async Task A_claimed_asset_is_not_claimed_again_until_it_is_released_or_the_claim_expires()
    {
        var calls = Calls();

        Assert.Equal(_keys, await calls.ClaimAsync(_keys, default));
        Assert.Empty(await calls.ClaimAsync(_keys, default));
        calls.Release(_keys[..1]);
        Assert.Equal(_keys[..1], await calls.ClaimAsync(_keys, default));
        _clock.Advance(PriceRefreshDefaults.ClaimTime);
        Assert.Equal(_keys, await calls.ClaimAsync(_keys, default));
    }

    [Fact]
    public async Task Settled_assets_stay_settled_when_they_are_released()
    {
        var calls = Calls();
        await calls.ClaimAsync(_keys, default);
        await calls.SettleAsync(absent: _keys[..1], unchanged: _keys[1..2], Moment, default);
        calls.Release(_keys);

        Assert.Equal(_keys[2..], await calls.ClaimAsync(_keys, default));
        _clock.Advance(Moment);
        Assert.Equal(_keys[1..], await calls.ClaimAsync(_keys, default));
    }

    [Fact]
    public async Task Absent_assets_expire_at_different_times()
    {
        var calls = Calls();
        var keys = Enumerable.Range(1, 1_000).Select(Key).ToList();
        await calls.SettleAsync(keys, [], Moment, default);

        _clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromTicks(1));
        Assert.Empty(await calls.ClaimAsync(keys, default));
        _clock.Advance(TimeSpan.FromHours(0.6));
        Assert.InRange((await calls.ClaimAsync(keys, default)).Count, 400, 600);
        _clock.Advance(TimeSpan.FromHours(0.6));
        Assert.Equal(1_000, (await calls.ClaimAsync(keys, default)).Count);
    }

    [Fact]
    public async Task Instances_share_times_through_the_cache()
    {
        var shared = Shared(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
        await Calls(shared).SettleAsync(_keys[..2], [], Moment, default);

        Assert.Equal(_keys[2..], await Calls(shared).ClaimAsync(_keys, default));
    }

    [Fact]
    public async Task A_shared_cache_that_is_down_or_has_invalid_entries_only_costs_calls()
    {
        var distributed = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        await distributed.SetAsync($"price-ask:v1:{_keys[0]}", [1, 2, 3]);
        await distributed.SetAsync($"price-ask:v1:{_keys[1]}", BitConverter.GetBytes(long.MaxValue));

        Assert.Equal(_keys, await Calls(Shared(distributed)).ClaimAsync(_keys, default));

        var calls = Calls(new BrokenCache());
        await calls.SettleAsync(_keys[..1], [], Moment, default);
        Assert.Equal(_keys[1..], await calls.ClaimAsync(_keys, default));
    }

    [Fact]
    public async Task The_number_of_remembered_assets_is_bounded_and_others_are_claimed()
    {
        var calls = Calls();
        var many = Enumerable.Range(1, PriceRefreshDefaults.MaxRemembered + 50).Select(Key).ToList();

        await calls.SettleAsync([], many, Moment, default);

        Assert.Equal(PriceRefreshDefaults.MaxRemembered, calls.Count);
        Assert.Equal(50, (await calls.ClaimAsync(many, default)).Count);
        _clock.Advance(Moment);
        Assert.Equal(many.Count, (await calls.ClaimAsync(many, default)).Count);
        Assert.InRange(calls.Count, 0, PriceRefreshDefaults.MaxRemembered);
    }

    PriceCallFilter Calls(ISharedCache? shared = null) =>
        new(Options.Create(new PriceRefreshOptions()), _clock, new Random(1), new SharedPriceCallTimes(shared));

    static DistributedSharedCache Shared(MemoryDistributedCache distributed) => new(distributed, TimeSpan.FromDays(1));

    static AssetKey Key(int number) => new("ethereum", $"0x{number:x}");

    sealed class BrokenCache : ISharedCache
    {
        public Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            throw new SharedCacheException(SharedCacheFailure.Timeout, "down");

        public Task SetManyAsync(IReadOnlyList<SharedEntry> entries, TimeSpan timeToLive, CancellationToken cancellationToken) =>
            throw new SharedCacheException(SharedCacheFailure.Timeout, "down");

        public Task RemoveManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            throw new SharedCacheException(SharedCacheFailure.Timeout, "down");
    }
}

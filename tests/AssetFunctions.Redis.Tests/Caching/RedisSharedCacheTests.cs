using System.Text;
using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Tests.Caching;

public sealed class RedisSharedCacheTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    readonly string _prefix = RedisInstance.NewPrefix();

    [Fact]
    public async Task Stored_entries_are_read_by_every_instance_and_others_are_absent()
    {
        await using var writer = new RedisInstance(redis.ConnectionString, _prefix);
        await using var reader = new RedisInstance(redis.ConnectionString, _prefix);
        await writer.Shared.SetManyAsync([Entry("a", "1"), Entry("b", "2")], Hour, default);

        var read = await reader.Shared.GetManyAsync(["b", "missing", "a"], default);

        Assert.Equal(["2", null, "1"], read.Select(Text));
    }

    [Fact]
    public async Task Two_hundred_keys_are_one_round_trip()
    {
        await using var gate = new CommandGate(redis.ConnectionString);
        await using var instance = new RedisInstance(gate.ConnectionString, _prefix);
        var keys = Enumerable.Range(0, 200).Select(n => $"key-{n}").ToList();
        await instance.Shared.SetManyAsync([.. keys.Select(key => Entry(key, key))], Hour, default);

        gate.Arm("HGET", keys.Count);
        var read = await instance.Shared.GetManyAsync(keys, default);

        Assert.Equal(keys, read.Select(Text));
        Assert.Equal(keys.Count, gate.Sent);
    }

    [Fact]
    public async Task A_newer_entry_is_not_replaced_by_an_older_one()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await instance.Shared.SetManyAsync([Entry("a", "new", version: 2)], Hour, default);

        await instance.Shared.SetManyAsync([Entry("a", "old", version: 1), Entry("b", "other", version: 1)], Hour, default);
        Assert.Equal(["new", "other"], (await instance.Shared.GetManyAsync(["a", "b"], default)).Select(Text));

        await instance.Shared.SetManyAsync([Entry("a", "same age", version: 2)], Hour, default);
        Assert.Equal("same age", Text((await instance.Shared.GetManyAsync(["a"], default))[0]));
    }

    [Fact]
    public async Task An_entry_expires()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);

        await instance.Shared.SetManyAsync([Entry("a", "1")], Hour, default);

        var left = await direct.GetDatabase().KeyTimeToLiveAsync($"{_prefix}a");
        Assert.InRange(left!.Value, Hour - TimeSpan.FromMinutes(5), Hour);
    }

    [Fact]
    public async Task Removed_entries_are_gone_and_removing_an_absent_entry_succeeds()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await instance.Shared.SetManyAsync([Entry("a", "1"), Entry("b", "2")], Hour, default);

        await instance.Shared.RemoveManyAsync(["a", "missing"], default);

        Assert.Equal([null, "2"], (await instance.Shared.GetManyAsync(["a", "b"], default)).Select(Text));
    }

    [Fact]
    public async Task Entries_have_the_layout_of_the_distributed_cache_both_ways()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = direct.GetDatabase();

        await instance.Shared.SetManyAsync([Entry("ours", "1")], Hour, default);
        await instance.Distributed.SetStringAsync("theirs", "2", new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = Hour });

        Assert.Equal("1", await instance.Distributed.GetStringAsync("ours"));
        Assert.Equal("2", Text((await instance.Shared.GetManyAsync(["theirs"], default))[0]));
        var ours = (await database.HashGetAllAsync($"{_prefix}ours")).ToDictionary(field => (string)field.Name!, field => field.Value);
        var theirs = (await database.HashGetAllAsync($"{_prefix}theirs")).ToDictionary(field => (string)field.Name!, field => field.Value);
        Assert.Equal(theirs.Keys.Append("ver").Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(theirs["sldexp"], ours["sldexp"]);
        Assert.InRange((long)ours["absexp"], (long)theirs["absexp"] - TimeSpan.TicksPerHour, (long)theirs["absexp"] + TimeSpan.TicksPerHour);
    }

    [Fact]
    public async Task A_read_extends_a_sliding_entry_of_the_distributed_cache()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await instance.Distributed.SetStringAsync("a", "1", new DistributedCacheEntryOptions { SlidingExpiration = Hour });
        await direct.GetDatabase().KeyExpireAsync($"{_prefix}a", TimeSpan.FromMinutes(10));

        await instance.Distributed.GetStringAsync("a");

        Assert.True(await direct.GetDatabase().KeyTimeToLiveAsync($"{_prefix}a") > TimeSpan.FromMinutes(50));
    }

    [Fact]
    public async Task A_key_of_another_type_does_not_affect_the_others_and_is_overwritten()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await direct.GetDatabase().StringSetAsync($"{_prefix}a", "no hash");
        await instance.Shared.SetManyAsync([Entry("b", "2")], Hour, default);

        Assert.Equal(["", "2"], (await instance.Shared.GetManyAsync(["a", "b"], default)).Select(Text));
        await instance.Shared.SetManyAsync([Entry("a", "1")], Hour, default);

        Assert.Equal("1", Text((await instance.Shared.GetManyAsync(["a"], default))[0]));
    }

    [Fact]
    public async Task Scripts_that_Redis_has_forgotten_are_sent_again()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        await instance.Shared.SetManyAsync([Entry("a", "1")], Hour, default);
        await using var direct = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await direct.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        await instance.Shared.SetManyAsync([Entry("a", "2")], Hour, default);

        Assert.Equal("2", Text((await instance.Shared.GetManyAsync(["a"], default))[0]));
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_not_a_failure_of_the_cache()
    {
        await using var instance = new RedisInstance(redis.ConnectionString, _prefix);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.Shared.GetManyAsync(["a"], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.Shared.SetManyAsync([Entry("a", "1")], Hour, cancelled));
    }

    static SharedEntry Entry(string key, string text, long version = 0) => new(key, Encoding.UTF8.GetBytes(text), version);

    static string? Text(byte[]? payload) => payload is null ? null : Encoding.UTF8.GetString(payload);
}

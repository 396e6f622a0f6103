using System.Globalization;
using AssetFunctions.Redis.Connection;
using AssetFunctions.Sync.Caching;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Caching;

/// <summary>
/// The shared cache in Redis; all commands of a call are sent together. Entries have the layout of
/// <c>Microsoft.Extensions.Caching.StackExchangeRedis</c> (a hash with <c>absexp</c>, <c>sldexp</c> and <c>data</c>), so any app with that
/// package can read them, plus a version field. Every command uses one key, as a cluster requires.
/// </summary>
sealed class RedisSharedCache(RedisCalls calls, IOptions<RedisOptions> settings, TimeProvider clock) : ISharedCache
{
    // Compares and stores in one step: when two instances write the same asset, the newer price wins, regardless of order.
    // A script may exceed the memory limit after its first write, so it deletes only a key of another type.
    const string SetIfNewer = """
        local type = redis.call('TYPE', KEYS[1]).ok
        if type ~= 'hash' and type ~= 'none' then redis.call('DEL', KEYS[1]) end
        local held = tonumber(redis.call('HGET', KEYS[1], 'ver') or '-1') or -1
        if held > tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], 'absexp', ARGV[2], 'sldexp', '-1', 'data', ARGV[3], 'ver', ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """;

    // One command for all counts. The lowest ranks are dropped beyond the maximum, so that a ranking stays small.
    const string AddCounts = """
        if redis.call('TYPE', KEYS[1]).ok ~= 'zset' then redis.call('DEL', KEYS[1]) end
        for i = 3, #ARGV, 2 do redis.call('ZINCRBY', KEYS[1], ARGV[i + 1], ARGV[i]) end
        redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[2]) - 1)
        redis.call('PEXPIRE', KEYS[1], ARGV[1])
        return 1
        """;

    const string Data = "data";
    const string WrongType = "WRONGTYPE";

    readonly string _prefix = settings.Value.InstanceName;

    public Task<IReadOnlyList<byte[]?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        calls.RunAsync(database => GetManyAsync(database, keys), cancellationToken);

    public Task SetManyAsync(IReadOnlyList<SharedEntry> entries, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        RedisValue expiresAt = (clock.GetUtcNow() + timeToLive).UtcTicks;
        RedisValue milliseconds = (long)timeToLive.TotalMilliseconds;
        return calls.RunAsync(
            database => Task.WhenAll(entries.Select(entry => database.ScriptEvaluateAsync(
                SetIfNewer,
                [_prefix + entry.Key],
                [entry.Version.ToString(CultureInfo.InvariantCulture), expiresAt, entry.Payload, milliseconds]))),
            cancellationToken);
    }

    public Task RemoveManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        calls.RunAsync(database => Task.WhenAll(keys.Select(key => database.KeyDeleteAsync(_prefix + key))), cancellationToken);

    public Task AddCountsAsync(string ranking, IReadOnlyList<RankedCount> counts, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        calls.RunAsync(
            database => database.ScriptEvaluateAsync(
                AddCounts,
                [_prefix + ranking],
                [
                    (long)timeToLive.TotalMilliseconds,
                    RedisDefaults.MaxRanked,
                    .. counts.SelectMany(counted => (RedisValue[])[counted.Name, counted.Count]),
                ]),
            cancellationToken);

    public Task<IReadOnlyList<RankedCount>> ReadHighestAsync(string ranking, int count, CancellationToken cancellationToken) =>
        calls.RunAsync<IReadOnlyList<RankedCount>>(
            async database =>
            [
                .. (await database.SortedSetRangeByRankWithScoresAsync(_prefix + ranking, 0, count - 1, Order.Descending))
                    .Select(entry => new RankedCount(entry.Element.ToString(), (long)entry.Score)),
            ],
            cancellationToken);

    async Task<IReadOnlyList<byte[]?>> GetManyAsync(IDatabase database, IReadOnlyList<string> keys)
    {
        var batch = database.CreateBatch();
        var reads = keys.Select(key => batch.HashGetAsync(_prefix + key, Data)).ToArray();
        batch.Execute();
        return await Task.WhenAll(reads.Select(PayloadAsync));
    }

    // A key with another type counts as an unreadable payload, so that it does not fail the other keys.
    static async Task<byte[]?> PayloadAsync(Task<RedisValue> read)
    {
        try
        {
            return await read;
        }
        catch (RedisServerException ex) when (ex.Message.StartsWith(WrongType, StringComparison.Ordinal))
        {
            return [];
        }
    }
}

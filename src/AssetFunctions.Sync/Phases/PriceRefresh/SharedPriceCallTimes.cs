using System.Buffers.Binary;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;

namespace AssetFunctions.Sync.Phases.PriceRefresh;

/// <summary>
/// Shares between instances until when assets need no provider call, through the shared cache: eight bytes of UTC ticks under the key
/// <c>price-call:v1:network:contractAddress</c>. Failures of the cache are ignored; they cost at most a call.
/// </summary>
/// <param name="cache">The shared cache, or null when there is none.</param>
public sealed class SharedPriceCallTimes(ISharedCache? cache = null)
{
    const string KeyPrefix = "price-call:v1:";

    static readonly IReadOnlyDictionary<AssetKey, DateTimeOffset> None = new Dictionary<AssetKey, DateTimeOffset>();

    /// <summary>Reads the times of assets; unknown ones are absent from the result.</summary>
    public async Task<IReadOnlyDictionary<AssetKey, DateTimeOffset>> ReadAsync(IReadOnlyList<AssetKey> keys, CancellationToken cancellationToken)
    {
        if (cache is null || keys.Count == 0)
        {
            return None;
        }

        try
        {
            var payloads = await cache.GetManyAsync([.. keys.Select(KeyOf)], cancellationToken);
            var known = new Dictionary<AssetKey, DateTimeOffset>();
            for (var i = 0; i < keys.Count; i++)
            {
                if (Instant(payloads[i]) is { } until)
                {
                    known[keys[i]] = until;
                }
            }

            return known;
        }
        catch (SharedCacheException)
        {
            return None;
        }
    }

    /// <summary>Shares times with the other instances.</summary>
    public async Task WriteAsync(IReadOnlyList<(AssetKey Key, DateTimeOffset Until)> notes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lasting = notes.Where(note => note.Until > now).ToList();
        if (cache is null || lasting.Count == 0)
        {
            return;
        }

        try
        {
            await cache.SetManyAsync([.. lasting.Select(Entry)], lasting.Max(note => note.Until) - now, cancellationToken);
        }
        catch (SharedCacheException)
        {
            // This instance has them in memory.
        }
    }

    static string KeyOf(AssetKey key) => $"{KeyPrefix}{key.Network}:{key.ContractAddress}";

    static SharedEntry Entry((AssetKey Key, DateTimeOffset Until) note)
    {
        var payload = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(payload, note.Until.UtcTicks);
        return new SharedEntry(KeyOf(note.Key), payload, note.Until.ToUnixTimeMilliseconds());
    }

    static DateTimeOffset? Instant(byte[]? payload)
    {
        if (payload?.Length != sizeof(long))
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64LittleEndian(payload);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>One version of a stored item. Immutable once it is published.</summary>
sealed class Item
{
    public required string Id { get; init; }

    /// <summary>Effective partition key. Replaced before publication, so that all items of a logical partition share one string instance.</summary>
    public required string Epk { get; set; }

    /// <summary>The version the item was created with: its identity and place in creation order.</summary>
    public required long Rid { get; init; }

    public required long Version { get; init; }

    /// <summary>Time of the last change in whole Unix seconds, the value of <c>_ts</c>.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The complete document as clients see it, system properties included, in UTF-8. Charges are based on its length.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The item's own <c>ttl</c> in seconds; −1 never expires; null follows the container.</summary>
    public required int? TimeToLive { get; init; }

    /// <summary>Hashes of the index terms, sorted.</summary>
    public required ulong[] Terms { get; init; }

    /// <summary>The entity tag, with quotes.</summary>
    public string ETag => EntityTag.Of(Version);

    /// <summary>A key for lookups in a sorted set of items.</summary>
    public static Item Probe(string id, long rid) =>
        new() { Id = id, Epk = "", Rid = rid, Version = 0, Timestamp = 0, Body = [], TimeToLive = null, Terms = [] };

    /// <summary>Whether the item's time to live has passed at a time in Unix seconds.</summary>
    public bool IsExpired(int? containerDefault, long now)
    {
        if (containerDefault is not { } fallback)
        {
            return false;
        }

        var ttl = TimeToLive ?? fallback;
        return ttl >= 0 && Timestamp + ttl <= now;
    }
}

/// <summary>Entity tags in the service's format: <c>00000000-0000-0000-0000-000000000000</c>, where the first digits are the version.</summary>
static class EntityTag
{
    /// <summary>Length in characters, without quotes.</summary>
    public const int Length = 36;

    /// <summary>The tag, with quotes.</summary>
    public static string Of(long version) =>
        $"\"{(uint)(version >> 32):x8}-{(ushort)(version >> 16):x4}-{(ushort)version:x4}-0000-000000000000\"";

    /// <summary>Writes the tag, without quotes.</summary>
    public static void Write(long version, Span<byte> target)
    {
        "00000000-0000-0000-0000-000000000000"u8.CopyTo(target);
        for (var i = 17; i >= 0 && version != 0; i--)
        {
            if (i is 8 or 13)
            {
                continue;
            }

            target[i] = "0123456789abcdef"u8[(int)(version & 0xF)];
            version >>= 4;
        }
    }
}

using System.Globalization;
using System.Text;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Sync.Caching;

/// <summary>The assets that are kept in the shared cache, so that new processes find them there without the registry.</summary>
/// <param name="WrittenAt">When all of them were written.</param>
/// <param name="Keys">The assets.</param>
sealed record WarmList(DateTimeOffset WrittenAt, IReadOnlyList<AssetKey> Keys)
{
    /// <summary>Key of the list in the shared cache; it contains the version of the layout.</summary>
    public const string Key = "warm:v1";

    // A line with the time in milliseconds, then one with network and address per asset.
    public SharedEntry ToEntry() => new(
        Key,
        Encoding.UTF8.GetBytes(string.Join('\n', Keys.Select(NameOf).Prepend(Milliseconds.ToString(CultureInfo.InvariantCulture)))),
        Milliseconds);

    long Milliseconds => WrittenAt.ToUnixTimeMilliseconds();

    /// <returns>Null where the payload is unreadable.</returns>
    public static WarmList? Read(byte[] payload)
    {
        var lines = Encoding.UTF8.GetString(payload).Split('\n');
        return long.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? new WarmList(
                DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
                [.. lines.Skip(1).SelectMany(Parse)])
            : null;
    }

    /// <summary>The name of an asset in lists of the shared cache. Network and address may both contain colons.</summary>
    public static string NameOf(AssetKey key) => $"{key.Network}\t{key.ContractAddress}";

    /// <returns>The asset, or none where the name is unreadable.</returns>
    public static IEnumerable<AssetKey> Parse(string name) => name.Split('\t') is [var network, var address] ? [new AssetKey(network, address)] : [];
}

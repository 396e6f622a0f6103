namespace AssetFunctions.Sync.Assets;

/// <summary>
/// Platform-wide identity of an asset: network and canonical contract address.
/// Build one with <see cref="AssetIdentity.Canonicalize"/>; symbol and name are never part of it.
/// </summary>
/// <param name="Network">Network slug as the provider names it, lower case, e.g. <c>ethereum</c>.</param>
/// <param name="ContractAddress">Canonical contract address, or <see cref="AssetIdentity.Native"/> for the network's own coin.</param>
public readonly record struct AssetKey(string Network, string ContractAddress) : IComparable<AssetKey>
{
    public int CompareTo(AssetKey other)
    {
        var byNetwork = string.CompareOrdinal(Network, other.Network);
        return byNetwork != 0 ? byNetwork : string.CompareOrdinal(ContractAddress, other.ContractAddress);
    }

    public static bool operator <(AssetKey left, AssetKey right) => left.CompareTo(right) < 0;

    public static bool operator >(AssetKey left, AssetKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(AssetKey left, AssetKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AssetKey left, AssetKey right) => left.CompareTo(right) >= 0;

    /// <summary>The form <c>network:contractAddress</c> used in logs, cache keys and price history.</summary>
    public override string ToString() => $"{Network}:{ContractAddress}";
}
